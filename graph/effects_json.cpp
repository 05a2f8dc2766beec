#include "graph/effects_json.h"

namespace touchgraph {
namespace {

using Json = nlohmann::ordered_json;

void putAccess(Json& json, const Access& access) {
  json["columns"] = columnsJson(access.columns);
  json["keys"] = keysJson(access.keys);
}

void putOrigin(Json& json, const Access& access) {
  json["via"] = access.via;
  json["cause"] = access.cause.empty() ? "direct" : access.cause;
}

Json touchJson(const Touch& touch) {
  Json json;
  json["table"] = touch.table;
  json["op"] = name(touch.op);
  putAccess(json, touch);
  json["certainty"] = name(touch.certainty);
  putOrigin(json, touch);
  return json;
}

Json readJson(const Read& read) {
  Json json;
  json["table"] = read.table;
  putAccess(json, read);
  putOrigin(json, read);
  return json;
}

Json unresolvedJson(const Unresolved& unresolved) {
  Json json;
  json["kind"] = name(unresolved.kind);
  json["reason"] = unresolved.reason;
  json["expression"] = unresolved.expression;
  json["line"] = unresolved.site.line;
  return json;
}

/// Statements that differ only in what is not shown look the same: once is enough.
void putOnce(Json& list, Json one) {
  if (list.empty() || list.back() != one) list.push_back(std::move(one));
}

void putEffects(Json& json, const EffectSet& effects) {
  json["touches"] = Json::array();
  json["reads"] = Json::array();
  json["unresolved"] = Json::array();
  for (const Touch& touch : effects.touches) putOnce(json["touches"], touchJson(touch));
  for (const Read& read : effects.reads) putOnce(json["reads"], readJson(read));
  for (const Unresolved& unresolved : effects.unresolved) json["unresolved"].push_back(unresolvedJson(unresolved));
}

}  // namespace

Json columnsJson(const std::optional<std::vector<std::string>>& columns) {
  return columns ? Json(*columns) : Json(nullptr);
}

Json keysJson(const std::optional<std::vector<Key>>& keys) {
  if (!keys) return nullptr;
  Json json = Json::array();
  for (const Key& key : *keys) json.push_back({{"column", key.column}, {"value", key.value}});
  return json;
}

std::string dumpJson(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string effectsJson(const FunctionEffects& effects) {
  Json json;
  json["function"] = effects.function;
  json["signature"] = effects.signature;
  json["file"] = effects.file;
  json["line"] = effects.line;
  putEffects(json, effects.all);
  Json own;
  putEffects(own, effects.own);
  json["own"] = std::move(own);
  return dumpJson(json);
}

}  // namespace touchgraph

#include "graph/effects.h"

namespace touchgraph {

const char* name(TouchOp op) {
  switch (op) {
    case TouchOp::Insert:
      return "insert";
    case TouchOp::Update:
      return "update";
    case TouchOp::Delete:
      return "delete";
    case TouchOp::Upsert:
      return "upsert";
    case TouchOp::Replace:
      return "replace";
    case TouchOp::Ddl:
      return "ddl";
    case TouchOp::Unknown:
      return "unknown";
  }
  return "unknown";
}

const char* name(Certainty certainty) {
  switch (certainty) {
    case Certainty::Must:
      return "must";
    case Certainty::May:
      return "may";
  }
  return "may";
}

const char* name(Unresolved::Kind kind) {
  switch (kind) {
    case Unresolved::Kind::Touch:
      return "touch";
    case Unresolved::Kind::Read:
      return "read";
    case Unresolved::Kind::Unknown:
      return "unknown";
  }
  return "unknown";
}

const char* name(CallSite::State state) {
  switch (state) {
    case CallSite::State::Resolved:
      return "resolved";
    case CallSite::State::Declared:
      return "declared";
    case CallSite::State::Unresolved:
      return "unresolved";
    case CallSite::State::NeverExecuted:
      return "never executed";
  }
  return "unresolved";
}

}  // namespace touchgraph

#include "graph/declared.h"

#include "graph/meet.h"
#include "graph/pattern.h"

#include <algorithm>
#include <cctype>

namespace touchgraph {
namespace {

struct Word {
  std::string table;
  std::string column;  ///< "" = the whole table
};

bool sameName(const std::string& a, const std::string& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::vector<Word> wordsOf(const std::vector<std::string>& texts, const Config& config) {
  std::vector<Word> words;
  for (const std::string& text : texts) {
    bool is_domain = false;
    for (const Domain& domain : config.domains) {
      if (domain.name != text) continue;
      is_domain = true;
      for (const std::string& table : domain.tables) words.push_back({table, ""});
    }
    if (is_domain) continue;
    const std::size_t dot = text.rfind('.');
    if (dot == std::string::npos)
      words.push_back({text, ""});
    else
      words.push_back({text.substr(0, dot), text.substr(dot + 1)});
  }
  return words;
}

template <class T>
std::vector<T> accessesOf(const std::vector<std::string>& texts, const Config& config, const Site& site) {
  std::vector<T> result;
  for (const Word& word : wordsOf(texts, config)) {
    T access;
    access.table = word.table;
    if (!word.column.empty() && word.column != "*") access.columns = {word.column};
    access.cause = "declared";
    access.site = site;
    result.push_back(std::move(access));
  }
  return result;
}

/// Columns of `table` that the declarations name, and whether one names the whole table.
template <class T>
bool allows(const std::vector<T>& declared, const Access& access, bool whole_rows) {
  std::vector<std::string> columns;
  for (const T& item : declared) {
    if (!tablesMeet(item.table, access.table)) continue;
    if (!item.columns) return true;
    columns.insert(columns.end(), item.columns->begin(), item.columns->end());
  }
  if (whole_rows || !access.columns || columns.empty()) return false;
  return std::all_of(access.columns->begin(), access.columns->end(), [&](const std::string& column) {
    return std::any_of(columns.begin(), columns.end(),
                       [&](const std::string& other) { return sameName(column, other); });
  });
}

bool reaches(const Access& access, const std::string& function) {
  return access.site.function == function ||
         std::find(access.via.begin(), access.via.end(), function) != access.via.end();
}

}  // namespace

std::vector<Touch> declaredTouches(const std::vector<std::string>& words, const Config& config, const Site& site) {
  std::vector<Touch> touches = accessesOf<Touch>(words, config, site);
  for (Touch& touch : touches) {
    touch.op = touch.columns ? TouchOp::Update : TouchOp::Unknown;
    touch.certainty = Certainty::May;
  }
  return touches;
}

std::vector<Read> declaredReads(const std::vector<std::string>& words, const Config& config, const Site& site) {
  return accessesOf<Read>(words, config, site);
}

bool covers(const std::vector<Touch>& declared, const Touch& touch) {
  return allows(declared, touch, touch.op != TouchOp::Update);
}

bool covers(const std::vector<Read>& declared, const Read& read) {
  return allows(declared, read, false);
}

std::vector<DeclaredFunction> declaredFunctions(const ProgramEffects& program, const Config& config) {
  std::vector<DeclaredFunction> result;
  for (const FunctionEffects& function : program.functions) {
    DeclaredFunction declared;
    declared.function = function.function;
    declared.signature = function.signature;
    declared.site = {function.file, function.function, function.line};
    const auto add = [&](bool writes, const std::vector<std::string>& words) {
      if (writes) {
        declared.declares_touches = true;
        for (Touch& touch : declaredTouches(words, config, declared.site)) declared.touches.push_back(std::move(touch));
      } else {
        declared.declares_reads = true;
        for (Read& read : declaredReads(words, config, declared.site)) declared.reads.push_back(std::move(read));
      }
    };
    for (const std::vector<std::string>& annotation : function.annotations) {
      if (annotation.empty()) continue;
      const std::vector<std::string> words(annotation.begin() + 1, annotation.end());
      if (annotation[0] == "touchgraph.touches") add(true, words);
      if (annotation[0] == "touchgraph.reads") add(false, words);
    }
    for (const Declaration& declaration : config.declarations) {
      if (declaration.function.empty() || !matchFunction(declaration.function, function.function, function.signature))
        continue;
      if (!declaration.touches.empty()) add(true, declaration.touches);
      if (!declaration.reads.empty()) add(false, declaration.reads);
    }
    if (!declared.declares_touches && !declared.declares_reads) continue;
    declared.found = function.all;
    result.push_back(std::move(declared));
  }
  return result;
}

std::vector<ExternalWriter> externalWriters(const ProgramEffects& program, const Config& config) {
  std::vector<ExternalWriter> result;
  const auto add = [&](const std::string& name, const std::vector<std::string>& words, const Site& site) {
    auto found = std::find_if(result.begin(), result.end(), [&](const ExternalWriter& w) { return w.name == name; });
    if (found == result.end()) found = result.insert(result.end(), ExternalWriter{name, {}, {}});
    for (Touch& touch : declaredTouches(words, config, site)) {
      touch.cause = "external";
      const bool known = std::any_of(found->touches.begin(), found->touches.end(), [&](const Touch& t) {
        return t.table == touch.table && t.columns == touch.columns;
      });
      if (!known) found->touches.push_back(std::move(touch));
    }
  };
  for (const FunctionEffects& function : program.functions)
    for (const std::vector<std::string>& annotation : function.annotations)
      if (annotation.size() >= 2 && annotation[0] == "touchgraph.external")
        add(annotation[1], {annotation.begin() + 2, annotation.end()},
            {function.file, function.function, function.line});
  for (const Declaration& declaration : config.declarations)
    if (!declaration.external.empty()) add(declaration.external, declaration.touches, {".touchgraph.yaml", "", 0});
  std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return result;
}

Declarations::Declarations(const std::vector<DeclaredFunction>& functions) : functions_(functions) {
  for (const DeclaredFunction& function : functions_) {
    std::set<SiteKey> sites;
    for (const Unresolved& unresolved : function.found.unresolved) sites.insert(keyOf(unresolved));
    sites_.push_back(std::move(sites));
  }
}

Declarations::SiteKey Declarations::keyOf(const Unresolved& unresolved) {
  return {unresolved.kind, unresolved.site, unresolved.reason, unresolved.expression};
}

bool Declarations::answers(const DeclaredFunction& function, const Unresolved& unresolved) const {
  switch (unresolved.kind) {
    case Unresolved::Kind::Touch:
      if (!function.declares_touches) return false;
      break;
    case Unresolved::Kind::Read:
      if (!function.declares_reads) return false;
      break;
    case Unresolved::Kind::Unknown:
      break;
  }
  const std::size_t index = static_cast<std::size_t>(&function - functions_.data());
  // A caller that supplies the text may have sharpened the reason, so the declared function's own sites count as a
  // whole.
  return unresolved.site.function == function.function || sites_[index].count(keyOf(unresolved)) != 0;
}

bool Declarations::answers(const Unresolved& unresolved) const {
  return std::any_of(functions_.begin(), functions_.end(),
                     [&](const DeclaredFunction& function) { return answers(function, unresolved); });
}

EffectSet Declarations::apply(const FunctionEffects& function) const {
  EffectSet result;
  std::set<const DeclaredFunction*> reached;
  std::set<Site> answered;
  for (const DeclaredFunction& declared : functions_) {
    const auto touched = [&](const Access& access) { return reaches(access, declared.function); };
    if ((declared.function == function.function && declared.signature == function.signature) ||
        std::any_of(function.all.touches.begin(), function.all.touches.end(), touched) ||
        std::any_of(function.all.reads.begin(), function.all.reads.end(), touched))
      reached.insert(&declared);
  }
  for (const Unresolved& unresolved : function.all.unresolved) {
    bool is_answered = false;
    for (const DeclaredFunction& declared : functions_) {
      if (!answers(declared, unresolved)) continue;
      is_answered = true;
      reached.insert(&declared);
    }
    if (is_answered)
      answered.insert(unresolved.site);
    else
      result.unresolved.push_back(unresolved);
  }
  // A table known only in part, at a site that is declared, is what the declaration says and nothing else.
  const auto superseded = [&](const Access& access) {
    return access.table.find('*') != std::string::npos && answered.count(access.site) != 0;
  };
  for (const Touch& touch : function.all.touches)
    if (!superseded(touch)) result.touches.push_back(touch);
  for (const Read& read : function.all.reads)
    if (!superseded(read)) result.reads.push_back(read);
  for (const DeclaredFunction& declared : functions_) {
    if (!reached.count(&declared)) continue;
    // What was also found is told better by what was found.
    for (const Touch& touch : declared.touches)
      if (std::none_of(result.touches.begin(), result.touches.end(), [&](const Touch& t) {
            return t.cause != "declared" && reaches(t, declared.function) && tablesMeet(t.table, touch.table) &&
                   declared.found.unresolved.empty();
          }))
        result.touches.push_back(touch);
    for (const Read& read : declared.reads)
      if (std::none_of(result.reads.begin(), result.reads.end(), [&](const Read& r) {
            return r.cause != "declared" && reaches(r, declared.function) && tablesMeet(r.table, read.table) &&
                   declared.found.unresolved.empty();
          }))
        result.reads.push_back(read);
  }
  return result;
}

void markDeclaredSites(ProgramEffects& program, const std::vector<DeclaredFunction>& declared) {
  const Declarations declarations(declared);
  std::set<Site> answered, open;
  for (const FunctionEffects& function : program.functions)
    for (const EffectSet* effects : {&function.all, &function.own})
      for (const Unresolved& unresolved : effects->unresolved)
        (declarations.answers(unresolved) ? answered : open).insert(unresolved.site);
  for (CallSite& call : program.sites)
    if (call.state == CallSite::State::Unresolved && answered.count(call.site) && !open.count(call.site))
      call.state = CallSite::State::Declared;
}

}  // namespace touchgraph

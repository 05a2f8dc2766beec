#include "analyzer/sql/reader.h"

#include "analyzer/sql/expand.h"
#include "analyzer/sql/structure.h"
#include "analyzer/sql/resolver.h"
#include "analyzer/sql/schema.h"

#include <algorithm>
#include <map>

namespace touchgraph::sql {

struct Reader::Impl {
  explicit Impl(Dialect dialect) : schema(dialect) {}

  Schema schema;
  std::map<std::pair<int, std::string>, std::vector<Statement>> memo;
};

Reader::Reader(std::vector<SchemaSource> sources, Dialect default_dialect) : impl_(std::make_unique<Impl>(default_dialect)) {
  for (const SchemaSource& source : sources) impl_->schema.add(source);
  impl_->schema.finish();
}

Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;

const std::vector<Statement>& Reader::read(const std::string& text, Dialect dialect) {
  auto [found, added] = impl_->memo.try_emplace({static_cast<int>(dialect), text});
  if (added) found->second = readStructure(impl_->schema, text, dialect);
  return found->second;
}

const std::vector<SchemaError>& Reader::errors() const { return impl_->schema.errors(); }

bool Reader::hasSchema() const { return !impl_->schema.empty(); }

std::vector<std::string> Reader::columnsOf(const std::string& table) const {
  std::vector<std::string> result;
  if (const Table* found = impl_->schema.findTable(table))
    for (const Column& column : found->columns) result.push_back(column.name);
  return result;
}

std::vector<std::string> Reader::primaryKeyOf(const std::string& table) const {
  const Table* found = impl_->schema.findTable(table);
  return found ? found->primary_key : std::vector<std::string>{};
}

std::vector<std::string> Reader::tables() const {
  std::vector<std::string> result;
  for (const auto& [key, table] : impl_->schema.tables()) result.push_back(table.name);
  for (const auto& [key, view] : impl_->schema.views())
    if (key.find('\n') == std::string::npos) result.push_back(view.name);
  std::sort(result.begin(), result.end());
  return result;
}

}  // namespace touchgraph::sql

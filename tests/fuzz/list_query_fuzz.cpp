/// Whatever stands behind the question mark of a list: it is refused with our own error, naming the parameter, or it is a
/// filter and an order that a database can be asked for; and reading it again gives the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "salus/core/error.hpp"
#include "salus/domain/domain_catalog.hpp"
#include "salus/memory.hpp"

#include "rest_host/api/list_query.hpp"

namespace {

using namespace salus;

void require(bool truth) {
  if (!truth) std::abort();
}

Reader& empty_clinic() {
  static const auto session = [] {
    const auto backend = memory::open();
    backend->apply(compare({}, snapshot_of(domain_catalog())));
    return backend->open({});
  }();
  return *session;
}

void ask(const EntityInfo& entity, const ListOptions& options) {
  Select query;
  query.entity = &entity;
  query.where = options.filter;
  query.order = options.order;
  std::vector<Cell> cells(query.cell_count());
  require(!empty_clinic().select(query)->next(cells));
}

class GreenwichCalendar final : public Calendar {
 public:
  std::string_view time_zone() override { return "UTC"; }
};

void read(const CatalogEntry& entry, const rest::Parameters& parameters,
          rest::UnknownParameters unknown) {
  try {
    GreenwichCalendar calendar;
    const auto options = rest::read_list_query(entry, parameters, unknown, calendar).options;
    require(rest::read_list_query(entry, parameters, unknown, calendar).options.filter ==
            options.filter);
    ask(*entry.entity, options);
  } catch (const Error& error) {
    require(error.code() == ErrorCode::invalid_input && !error.issues().empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto catalog = domain_catalog();
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto parameters = rest::parse_parameters(text);
  for (const auto& entry : catalog.entries()) {
    if (entry.entity->collection.empty()) continue;
    read(entry, parameters, rest::UnknownParameters::refuse);
    read(entry, parameters, rest::UnknownParameters::ignore);
  }
  return 0;
}

#include "binary.hpp"

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstring>
#include <limits>

#include "result.hpp"

namespace salus::postgres {

namespace {

constexpr std::chrono::sys_days epoch{std::chrono::year{2000} / 1 / 1};

// PostgreSQL's calendar begins at 4714-11-24 BC, and its dates end in the year 5874897. What lies outside is kept
// as its infinities, which sort as they should, so that a filter may ask for "since Timestamp::min()".
// https://www.postgresql.org/docs/current/datatype-datetime.html
constexpr std::int64_t first_moment = -211'813'488'000'000'000;
constexpr std::int64_t first_day = -2'451'545;
constexpr std::int64_t last_day = 2'145'031'948;

template <std::integral Number>
constexpr Number to_network_order(Number number) {
  if constexpr (std::endian::native == std::endian::big || sizeof(Number) == 1)
    return number;
  else if constexpr (sizeof(Number) == 4)
    return static_cast<Number>(__builtin_bswap32(static_cast<std::uint32_t>(number)));
  else
    return static_cast<Number>(__builtin_bswap64(static_cast<std::uint64_t>(number)));
}

template <std::integral Number>
Number read(const char* bytes) {
  Number number;
  std::memcpy(&number, bytes, sizeof number);
  return to_network_order(number);
}

std::int64_t from_moment(Timestamp moment) {
  if (moment < epoch + std::chrono::microseconds{first_moment})
    return std::numeric_limits<std::int64_t>::min();
  return (moment - epoch).count();
}

Timestamp to_moment(std::int64_t microseconds) {
  if (microseconds == std::numeric_limits<std::int64_t>::min()) return Timestamp::min();
  if (microseconds == std::numeric_limits<std::int64_t>::max()) return Timestamp::max();
  return epoch + std::chrono::microseconds{microseconds};
}

std::int32_t from_day(Date day) {
  if (day < epoch + std::chrono::days{first_day}) return std::numeric_limits<std::int32_t>::min();
  if (day > epoch + std::chrono::days{last_day}) return std::numeric_limits<std::int32_t>::max();
  return static_cast<std::int32_t>((day - epoch).count());
}

Date to_day(std::int32_t days) {
  if (days == std::numeric_limits<std::int32_t>::min()) return Date::min();
  if (days == std::numeric_limits<std::int32_t>::max()) return Date::max();
  return epoch + std::chrono::days{days};
}

/// Columns are 64 bits wide; a sum of small constants is not.
std::int64_t read_integer(const char* bytes, int size) {
  return size == sizeof(std::int32_t) ? read<std::int32_t>(bytes) : read<std::int64_t>(bytes);
}

Uuid read_uuid(const char* bytes) {
  Uuid uuid;
  std::memcpy(uuid.bytes.data(), bytes, uuid.bytes.size());
  return uuid;
}

}  // namespace

void Parameters::assign(std::span<const Cell> cells) {
  values_.clear();
  lengths_.clear();
  formats_.assign(cells.size(), 1);
  space_.resize(std::max(space_.size(), cells.size()));
  for (std::size_t i = 0; i < cells.size(); ++i) add(cells[i], space_[i]);
}

void Parameters::add_bytes(std::string_view bytes) {
  // To libpq a null pointer is a missing value, and an empty view may hold one.
  values_.push_back(bytes.empty() ? "" : bytes.data());
  lengths_.push_back(static_cast<int>(bytes.size()));
}

template <class Number>
void Parameters::add_number(Number number, Bytes16& space) {
  const Number ordered = to_network_order(number);
  std::memcpy(space.data(), &ordered, sizeof ordered);
  add_bytes({space.data(), sizeof ordered});
}

void Parameters::add(const Cell& cell, Bytes16& space) {
  std::visit(
      [this, &space](const auto& held) {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::same_as<Held, Null>) {
          values_.push_back(nullptr);
          lengths_.push_back(0);
        } else if constexpr (std::same_as<Held, std::string_view>) {
          add_bytes(held);
        } else if constexpr (std::same_as<Held, BytesView>) {
          add_bytes(held.data);
        } else if constexpr (std::same_as<Held, Uuid>) {
          std::memcpy(space.data(), held.bytes.data(), held.bytes.size());
          add_bytes({space.data(), held.bytes.size()});
        } else if constexpr (std::same_as<Held, bool>) {
          add_number(static_cast<std::int8_t>(held), space);
        } else if constexpr (std::same_as<Held, double>) {
          add_number(std::bit_cast<std::int64_t>(held), space);
        } else if constexpr (std::same_as<Held, Timestamp>) {
          add_number(from_moment(held), space);
        } else if constexpr (std::same_as<Held, Date>) {
          add_number(from_day(held), space);
        } else {
          add_number(held, space);
        }
      },
      cell);
}

Cell decode(FieldType type, const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column) != 0) return {};
  const char* bytes = PQgetvalue(result, row, column);
  switch (type) {
    case FieldType::boolean:
      return *bytes != 0;
    case FieldType::integer:
      return read_integer(bytes, PQgetlength(result, row, column));
    case FieldType::number:
      return std::bit_cast<double>(read<std::int64_t>(bytes));
    case FieldType::uuid:
      return read_uuid(bytes);
    case FieldType::timestamp:
      return to_moment(read<std::int64_t>(bytes));
    case FieldType::date:
      return to_day(read<std::int32_t>(bytes));
    case FieldType::bytes:
      return BytesView{text_at(result, row, column)};
    case FieldType::text:
    case FieldType::json:
    case FieldType::choice:
      break;
  }
  return text_at(result, row, column);
}

}  // namespace salus::postgres

#pragma once

/// An entity with a field of every type, for the tests of this room.

#include <cstdint>
#include <optional>
#include <string>

#include "salus/core/id.hpp"
#include "salus/core/json.hpp"
#include "salus/schema/entity.hpp"

namespace salus {

enum class Quality : std::uint8_t { poor, medium, good };

struct Specimen {
  Id<Specimen> id;
  std::string name;
  std::optional<std::string> note;
  std::optional<std::string> email;
  std::optional<bool> sterile;
  bool urgent = false;
  std::int64_t count = 0;
  double volume = 0;
  std::optional<double> dilution;
  Id<Specimen> parent;
  std::optional<Id<Specimen>> twin;
  Uuid batch;
  Timestamp taken_at{};
  std::optional<Date> expires_on;
  Date taken_on{};
  Json data;
  std::optional<Json> extra;
  Quality quality = Quality::good;
  std::optional<Quality> former_quality;
  Bytes image;
  std::string secret_code;
  std::string lab_number;
};

template <>
struct Describe<Specimen> {
  static constexpr auto entity =
      salus::entity<Specimen>(
          "specimen", "specimens", field<&Specimen::id>("id", primary_key, read_only),
          field<&Specimen::name>("name", required, sortable, max_length{20}),
          field<&Specimen::note>("note", max_length{2000}, filterable),
          field<&Specimen::email>("email", email_address, max_length{254}),
          field<&Specimen::sterile>("sterile"), field<&Specimen::urgent>("urgent"),
          field<&Specimen::count>("count", sortable), field<&Specimen::volume>("volume"),
          field<&Specimen::dilution>("dilution"), field<&Specimen::parent>("parent", required),
          field<&Specimen::twin>("twin"), field<&Specimen::batch>("batch"),
          field<&Specimen::taken_at>("taken_at"), field<&Specimen::expires_on>("expires_on"),
          field<&Specimen::taken_on>("taken_on"), field<&Specimen::data>("data"),
          field<&Specimen::extra>("extra"), field<&Specimen::quality>("quality", filterable),
          field<&Specimen::former_quality>("former_quality"), field<&Specimen::image>("image"),
          field<&Specimen::secret_code>("secret_code", write_only),
          field<&Specimen::lab_number>("lab_number", required, read_only))
          .check("not_enough", "volume", "A specimen has a volume.",
                 [](const Specimen& s) { return s.volume >= 0; })
          .check("expired", "", "A specimen expires after it was taken.",
                 [](const Specimen& s) { return !s.expires_on || *s.expires_on >= s.taken_on; });
};

}  // namespace salus

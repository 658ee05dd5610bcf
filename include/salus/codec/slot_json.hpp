#pragma once

/// Free slots as JSON, as `GET /api/doctors/{id}/slots/` and `salus … slots --json` have them.

#include <string>

#include "salus/core/export.hpp"
#include "salus/domain/free_slots.hpp"

namespace salus {

/// `{"starts_at":"2036-03-03T08:30:00Z","ends_at":"2036-03-03T08:50:00Z","location":null}`. Any thread.
SALUS_EXPORT std::string to_json(const Slot& slot);

}  // namespace salus

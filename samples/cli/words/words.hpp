#pragma once

/// The words of a command line become entities, ids, filters, orders and changes, by the tables of
/// the catalog.
///
/// Days, and times without a zone, are those of the organization's `calendar`. What is not understood throws `Failure` with `ExitCode::usage`, and names the nearest known word.
/// No message repeats a value: it may be a patient's.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "salus/access/rule.hpp"
#include "salus/query/catalog.hpp"
#include "salus/query/select.hpp"
#include "salus/schema/patch.hpp"

namespace salus::cli {

/// `mappings`, `mapping` or `care_relationship`. Internal entities have no collection, and are not for the command line.
const CatalogEntry& entity_of(const Catalog& catalog, std::string_view word);

/// The 36 characters of an id.
Uuid id_of(std::string_view word);

/// `read`, `create`, `update`, `remove`.
Action action_of(std::string_view word);

/// `specialization=cardiology born_after=1980-01-01`: all must hold.
Expr filter_of(const CatalogEntry& entry, std::span<const std::string> words, Calendar& calendar);

/// `-birth_date,name`: a minus is descending.
std::vector<OrderKey> order_of(const EntityInfo& entity, std::string_view words);

/// `phone_number="+44 1632 960001" deceased_at=`: nothing after the sign empties a field.
Patch changes_of(const EntityInfo& entity, std::span<const std::string> words, Calendar& calendar);

/// The fields of a list of names, "doctor,patient,status".
std::vector<const FieldInfo*> fields_of(const EntityInfo& entity, std::string_view words);

}  // namespace salus::cli

#pragma once

/// What a patch may set, what it changes, and what follows from it: rules over values alone.

#include <vector>

#include "salus/access/principal.hpp"
#include "salus/core/error.hpp"
#include "salus/core/issues.hpp"
#include "salus/schema/patch.hpp"

namespace salus {

/// Throws `invalid_input` with the issues, if there are any.
void throw_if_any(Issues issues);

/// Refuses what the library sets by itself; the key not even a system principal changes.
void refuse_read_only(const EntityInfo& entity, FieldMask given, RoleSet roles);

/// Throws `forbidden` at a field that is given and not among the writable ones.
void refuse_masked(const EntityInfo& entity, FieldMask given, FieldMask writable);

FieldMask changed_fields(const EntityInfo& entity, const std::vector<Value>& before,
                         const std::vector<Value>& after);

/// A derived field follows the patch only if it was derived before, not if somebody chose it.
void derive_again(const Patch& patch, const std::vector<Value>& before, std::vector<Value>& after);

}  // namespace salus

#pragma once

/// The body of a request as a patch, whichever of the two forms it has: JSON, or the fields of a form.

#include <string>
#include <string_view>

#include "salus/codec/text_value.hpp"
#include "salus/schema/patch.hpp"

#include "rest_host/api/http_message.hpp"

namespace salus::rest {

/// The body as changes of a row. Throws `invalid_input` with everything that is wrong, and 415 for
/// another media type.
Patch read_changes(const Request& request, const EntityInfo& entity,
                   const LocalTimeReader& local_time);

/// The body as a new row: what is required and missing is wrong, too.
Patch read_new_row(const Request& request, const EntityInfo& entity,
                   const LocalTimeReader& local_time = {});

/// The same; both add what is wrong to `issues`, and leave it out.
Patch read_changes(const Request& request, const EntityInfo& entity, Issues& issues);
Patch read_new_row(const Request& request, const EntityInfo& entity, Issues& issues);

/// A text of the body as it was sent, white space and all: for passwords. For a body that was
/// read; empty if there is no such text.
std::string exact_text(const Request& request, std::string_view name);

}  // namespace salus::rest

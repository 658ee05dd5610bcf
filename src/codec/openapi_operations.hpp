#pragma once

/// The parts that operations of an OpenAPI document are put together from.

#include <initializer_list>
#include <string>
#include <string_view>

#include "codec/openapi_schemas.hpp"

namespace salus::codec {

/// An answer that is refused, by the name of its component.
struct ErrorResponse {
  std::string_view status;
  std::string_view name;
};

namespace error_response {
inline constexpr ErrorResponse invalid_input{"400", "InvalidInput"};
inline constexpr ErrorResponse unauthenticated{"401", "Unauthenticated"};
inline constexpr ErrorResponse forbidden{"403", "Forbidden"};
inline constexpr ErrorResponse not_found{"404", "NotFound"};
inline constexpr ErrorResponse not_acceptable{"406", "NotAcceptable"};
inline constexpr ErrorResponse conflict{"409", "Conflict"};
inline constexpr ErrorResponse precondition_failed{"412", "PreconditionFailed"};
inline constexpr ErrorResponse too_large{"413", "TooLarge"};
inline constexpr ErrorResponse unsupported_media_type{"415", "UnsupportedMediaType"};
inline constexpr ErrorResponse key_mismatch{"422", "KeyMismatch"};
inline constexpr ErrorResponse throttled{"429", "Throttled"};
inline constexpr ErrorResponse failed{"500", "Failed"};
inline constexpr ErrorResponse unavailable{"503", "Unavailable"};
}  // namespace error_response

/// `summary` is a sentence; `tag` is the section that the operation stands in.
OpenApiJson operation(std::string_view id, std::string_view tag, std::string_view summary);

/// An answer with a body of JSON; an empty schema: with no body.
OpenApiJson success(std::string_view description, const std::string& schema = {});

void add_header(OpenApiJson& response, std::string_view name, std::string_view description);

/// Adds an operation's answers; those that every call may get are among the errors already.
void set_responses(OpenApiJson& operation, std::string_view status, OpenApiJson answer,
                   std::initializer_list<ErrorResponse> errors);
void add_response(OpenApiJson& operation, const ErrorResponse& error);

/// What a write is sent, and what can be wrong with that.
void set_body(OpenApiJson& operation, OpenApiJson schema);

OpenApiJson query_parameter(std::string_view name, std::string_view description,
                            OpenApiJson schema);
OpenApiJson header_parameter(std::string_view name, std::string_view description);
/// As the `parameters` of a path with `{id}`.
OpenApiJson id_parameter();

/// What is made is made once: a key of the client's choice, and the answers it can lead to.
void make_repeatable(OpenApiJson& operation);

}  // namespace salus::codec

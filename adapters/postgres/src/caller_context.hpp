#pragma once

/// Who a transaction is for, as one setting of the transaction: the library writes it in front of a
/// statement, and the views of the profile `full` read its parts. SET LOCAL, for the reasons of `Context`.

#include <string>
#include <string_view>

#include "salus/query/expr.hpp"
#include "salus/storage/caller.hpp"

namespace salus::postgres::caller_context {

/// The statement that names the caller, the time of the call and, if it is not empty, one word more.
std::string introduction(const Caller& caller, Timestamp now, std::string_view further_word);

/// SQL for a part of it, null if it is missing; a sub-select, so that it is evaluated once a query.
std::string part(Operand operand);

/// SQL for its words, as an array.
std::string words();

}  // namespace salus::postgres::caller_context

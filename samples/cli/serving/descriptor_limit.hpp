#pragma once

namespace salus::cli {

/// Lets the process open as many files and sockets as its hard limit allows: many systems begin with 1,024,
/// which idle connections alone can fill.
void raise_descriptor_limit() noexcept;

}  // namespace salus::cli

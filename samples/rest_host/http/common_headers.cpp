#include "rest_host/http/common_headers.hpp"

namespace salus::rest {

HeaderList common_headers(bool is_encrypted) {
  HeaderList headers{{"X-Content-Type-Options", "nosniff"},
                     {"Referrer-Policy", "same-origin"},
                     {"Cross-Origin-Opener-Policy", "same-origin"},
                     {"X-Frame-Options", "DENY"},
                     {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
                     {"Cache-Control", "no-store"}};
  if (is_encrypted) headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
  return headers;
}

}  // namespace salus::rest

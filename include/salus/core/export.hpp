#pragma once

/// Marks what a shared build of Salus shows to its users; everything else stays hidden.
///
///     class SALUS_EXPORT Error : public std::exception { … };
///
/// Types that are thrown or caught across a library boundary need it too, as their type information has to be one.

#ifdef __GNUC__
#define SALUS_EXPORT __attribute__((visibility("default")))
#else
#define SALUS_EXPORT
#endif

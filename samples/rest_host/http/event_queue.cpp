#include "rest_host/http/event_queue.hpp"

#include <sys/epoll.h>
#include <sys/eventfd.h>

#include "salus/core/error.hpp"

namespace salus::rest {

namespace {

std::uint32_t events_of(Wish wish) {
  return (wish == Wish::input ? EPOLLIN : EPOLLOUT) | EPOLLONESHOT;
}

}  // namespace

EventQueue::EventQueue()
    : epoll_{::epoll_create1(EPOLL_CLOEXEC)}, end_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)} {
  if (!epoll_.is_open() || !end_.is_open())
    throw Error{ErrorCode::storage_unavailable, "The system has no more descriptors."};
  control(EPOLL_CTL_ADD, end_.number(), EPOLLIN, ended);
}

void EventQueue::control(int operation, int descriptor, std::uint32_t events, std::uint64_t name) {
  epoll_event event{};
  event.events = events;
  event.data.u64 = name;
  if (::epoll_ctl(epoll_.number(), operation, descriptor, &event) != 0)
    throw Error{ErrorCode::storage_unavailable, "The system watches no more sockets."};
}

void EventQueue::add(int descriptor, Wish wish, std::uint64_t name) {
  control(EPOLL_CTL_ADD, descriptor, events_of(wish), name);
}

void EventQueue::arm(int descriptor, Wish wish, std::uint64_t name) {
  control(EPOLL_CTL_MOD, descriptor, events_of(wish), name);
}

std::uint64_t EventQueue::wait() {
  epoll_event event{};
  while (::epoll_wait(epoll_.number(), &event, 1, -1) != 1) {
  }
  return event.data.u64;
}

void EventQueue::end() noexcept { ::eventfd_write(end_.number(), 1); }

}  // namespace salus::rest

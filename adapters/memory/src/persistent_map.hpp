#pragma once

/// A sorted map from byte strings to values that is copied in constant time.
///
/// Two copies share what they have in common, and a change touches only the path to its key. So a
/// snapshot for a reader, a savepoint and the private state of a transaction are plain copies, and
/// rolling back is forgetting one.
///
/// It is a treap: a search tree by key and a heap by priority, where the priority is the key's hash;
/// so its shape depends on its keys alone.

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace salus::memory {

template <class T>
class PersistentMap {
 public:
  /// The value of a key, or null; valid as long as some copy has it.
  const T* find(std::string_view key) const {
    const Node* node = root_.get();
    while (node != nullptr) {
      const auto order = key <=> std::string_view{node->entry->key};
      if (order == 0) return &node->entry->value;
      node = (order < 0 ? node->left : node->right).get();
    }
    return nullptr;
  }

  /// Adds a value, or replaces the one there is.
  void put(std::string key, T value) {
    const auto priority = std::hash<std::string>{}(key);
    root_ = put(root_, std::make_shared<const Entry>(std::move(key), std::move(value)), priority);
  }

  /// Removes a key if it is there.
  void erase(std::string_view key) { root_ = erase(root_, key); }

  /// Calls `visit(value)` for every key that begins with `prefix`, in the order of the keys.
  template <class Visit>
  void for_each(std::string_view prefix, const Visit& visit) const {
    walk(root_.get(), prefix, visit);
  }

  /// The value of the last key that begins with `prefix`, or null.
  const T* last(std::string_view prefix) const {
    const T* found = nullptr;
    for (const Node* node = root_.get(); node != nullptr;) {
      const int place = node->entry->key.compare(0, prefix.size(), prefix);
      if (place == 0) found = &node->entry->value;
      node = (place <= 0 ? node->right : node->left).get();
    }
    return found;
  }

 private:
  struct Entry {
    Entry(std::string k, T v) : key{std::move(k)}, value{std::move(v)} {}
    std::string key;
    T value;
  };
  struct Node;
  using EntryPtr = std::shared_ptr<const Entry>;
  using NodePtr = std::shared_ptr<const Node>;
  struct Node {
    Node(EntryPtr e, std::size_t p, NodePtr l, NodePtr r)
        : entry{std::move(e)}, priority{p}, left{std::move(l)}, right{std::move(r)} {}
    EntryPtr entry;
    std::size_t priority;
    NodePtr left;
    NodePtr right;
  };

  static NodePtr make(const EntryPtr& entry, std::size_t priority, NodePtr left, NodePtr right) {
    return std::make_shared<const Node>(entry, priority, std::move(left), std::move(right));
  }

  static NodePtr put(const NodePtr& node, const EntryPtr& entry, std::size_t priority) {
    if (!node) return make(entry, priority, nullptr, nullptr);
    const auto order = entry->key <=> node->entry->key;
    if (order == 0) return make(entry, priority, node->left, node->right);
    if (order < 0) return with_left(*node, put(node->left, entry, priority));
    return with_right(*node, put(node->right, entry, priority));
  }

  /// The node with another left child, which goes on top if its priority is higher.
  static NodePtr with_left(const Node& node, const NodePtr& left) {
    if (left->priority <= node.priority) {
      return make(node.entry, node.priority, left, node.right);
    }
    return make(left->entry,
                left->priority,
                left->left,
                make(node.entry, node.priority, left->right, node.right));
  }

  static NodePtr with_right(const Node& node, const NodePtr& right) {
    if (right->priority <= node.priority) {
      return make(node.entry, node.priority, node.left, right);
    }
    return make(right->entry,
                right->priority,
                make(node.entry, node.priority, node.left, right->left),
                right->right);
  }

  static NodePtr erase(const NodePtr& node, std::string_view key) {
    if (!node) return nullptr;
    const auto order = key <=> std::string_view{node->entry->key};
    if (order == 0) return join(node->left, node->right);
    if (order < 0) return make(node->entry, node->priority, erase(node->left, key), node->right);
    return make(node->entry, node->priority, node->left, erase(node->right, key));
  }

  /// One tree of two, where every key of `left` is before every key of `right`.
  static NodePtr join(const NodePtr& left, const NodePtr& right) {
    if (!left || !right) return left ? left : right;
    if (left->priority > right->priority) {
      return make(left->entry, left->priority, left->left, join(left->right, right));
    }
    return make(right->entry, right->priority, join(left, right->left), right->right);
  }

  template <class Visit>
  static void walk(const Node* node, std::string_view prefix, const Visit& visit) {
    if (node == nullptr) return;
    const int place = node->entry->key.compare(0, prefix.size(), prefix);
    if (place >= 0) walk(node->left.get(), prefix, visit);
    if (place == 0) visit(node->entry->value);
    if (place <= 0) walk(node->right.get(), prefix, visit);
  }

  NodePtr root_;
};

}  // namespace salus::memory

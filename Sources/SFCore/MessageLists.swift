/// The messages of a step: a list for each type, made when the first of its type comes.
///
/// A list is asked for by its type, which is known where that is written, so
/// that to reach one is to look at a bit and a place. Emptying all sets one
/// word: the lists keep their memory, and what is left in them from earlier
/// steps does not count.
@usableFromInline
struct MessageLists: Sendable {
  /// The types of which there are messages.
  @usableFromInline var types: LineTypes = []
  @usableFromInline var lists = [AnyMessageList?](
    repeating: nil, count: LineType.allCases.count)

  @usableFromInline init() {}

  @inlinable
  mutating func removeAll() { types = [] }

  @inlinable
  mutating func removeAll(but kept: LineTypes) { types.formIntersection(kept) }

  // Where there are none, as at most marks, that is a bit to look at and nothing to retain.
  @inlinable @inline(__always)
  func list<Message: LineMessage>(of _: Message.Type) -> Reused<Message> {
    guard types.contains(Message.type), let list = lists[Int(Message.type.rawValue)] else {
      return Reused()
    }
    return MessageList<Message>.of(list).messages
  }

  /// Appends a message; returns its place.
  @inlinable
  mutating func append<Message: LineMessage>(_ message: consuming Message) -> Int {
    let index = Int(Message.type.rawValue)
    // Another step may share the list, as a copy of this one.
    if !isKnownUniquelyReferenced(&lists[index]) {
      lists[index] = MessageList(list(of: Message.self))
    }
    let isFirst = !types.contains(Message.type)
    if isFirst { types.insert(LineTypes(Message.type)) }
    // The array holds it, so that it need not be counted here: as a strong reference it would.
    unowned(unsafe) let list = lists[index]
    guard let list else { preconditionFailure("a list was made for the type") }
    return MessageList<Message>.of(list).append(message, isFirst: isFirst)
  }

  /// The last message of a type, without a copy of its list; `nil` where there is none.
  @inlinable @inline(__always)
  func last<Message: LineMessage>(of _: Message.Type) -> Message? {
    let index = Int(Message.type.rawValue)
    guard types.contains(Message.type), let list = lists[index].map(Unmanaged.passUnretained)
    else { return nil }
    return list._withUnsafeGuaranteedRef {
      MessageList<Message>.of($0).messages.last
    }
  }
}

/// A list of messages of whatever type.
///
/// Unchecked, since only `MessageLists` changes one, and only one that nobody else has.
@usableFromInline
class AnyMessageList: @unchecked Sendable {
  @usableFromInline init() {}
}

// Of any element, since what a class asks of one is looked up when a program starts.
@usableFromInline
final class MessageList<Message: Sendable>: AnyMessageList, @unchecked Sendable {
  @usableFromInline var messages: Reused<Message>

  @inlinable
  init(_ messages: Reused<Message>) { self.messages = messages }

  /// Appends a message, as the `isFirst` of its step or behind others; returns its place.
  @inlinable
  func append(_ message: consuming Message, isFirst: Bool) -> Int {
    if isFirst { messages.removeAll() }
    messages.append(message)
    return messages.count - 1
  }

  /// The list that stands in the place of its type, where no other ever does.
  @inlinable @inline(__always)
  static func of(_ list: AnyMessageList) -> MessageList {
    unsafeDowncast(list, to: MessageList.self)
  }
}

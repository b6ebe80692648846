/// The fields of one record that were read or are to be written, in a fixed order.
///
/// A field that is absent was not read; one that is `.null` is empty. Records have a few dozen fields, so a scan of the
/// names beats hashing them.
public struct Fields: Sendable, Hashable, RandomAccessCollection {
    /// One field with its value.
    public struct Element: Sendable, Hashable {
        /// The name in its system.
        public var name: FieldName
        /// The value.
        public var value: FieldValue

        /// Creates a field.
        public init(_ name: FieldName, _ value: FieldValue) {
            self.name = name
            self.value = value
        }
    }

    @usableFromInline var elements: [Element]

    /// Creates a record without fields.
    @inlinable
    public init() { elements = [] }

    /// Takes over fields whose names all differ.
    @inlinable
    public init(_ elements: [Element]) { self.elements = elements }

    /// The place of the first element.
    @inlinable
    public var startIndex: Int { 0 }
    /// The place after the last element.
    @inlinable
    public var endIndex: Int { elements.count }
    /// The field at a place.
    @inlinable
    public subscript(position: Int) -> Element { elements[position] }

    /// The value of a field, `nil` when it was not read.
    ///
    /// Setting `nil` removes the field.
    public subscript(name: FieldName) -> FieldValue? {
        get { elements.first { $0.name == name }?.value }
        set {
            let index = elements.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): elements[index].value = value
            case (let index?, nil): elements.remove(at: index)
            case (nil, let value?): elements.append(Element(name, value))
            case (nil, nil): break
            }
        }
    }

    /// The value of a field that is probably at a place: records come in the order in which their fields are asked for.
    package func value(of name: FieldName, near place: Int) -> FieldValue? {
        place < elements.count && elements[place].name == name ? elements[place].value : self[name]
    }

    /// The names, in order.
    public var names: [FieldName] { elements.map(\.name) }

    /// Reserves room for a number of fields.
    public mutating func reserveCapacity(_ count: Int) { elements.reserveCapacity(count) }

    /// Appends a field whose name is not present yet.
    @inlinable
    public mutating func append(_ name: FieldName, _ value: FieldValue) { elements.append(Element(name, value)) }
}

extension Fields: ExpressibleByDictionaryLiteral {
    /// Creates fields from a literal.
    public init(dictionaryLiteral elements: (FieldName, FieldValue)...) {
        self.init(elements.map { Element($0.0, $0.1) })
    }
}

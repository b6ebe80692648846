public import JSON
public import Model

/// A field that holds the identity of a record of another entity.
public struct ReferenceUse: Sendable, Hashable, JSONReadable, JSONWritable {
    /// What it means that the record referred to is not coupled yet.
    public enum Strength: String, WireWord, Hashable {
        /// The record waits until it is.
        ///
        /// The other entity runs first.
        case reference
        /// The field is left out, and written when it is.
        ///
        /// No order follows, so two entities may refer to each other.
        case weak
    }

    /// The side on which the field is.
    public var side: Side
    /// The field.
    public var field: FieldName
    /// The entity whose records it refers to.
    public var entity: EntityName
    /// What it means that the record is not coupled yet.
    public var strength: Strength

    /// Creates the use of a reference.
    public init(side: Side, field: FieldName, entity: EntityName, strength: Strength = .reference) {
        self.side = side
        self.field = field
        self.entity = entity
        self.strength = strength
    }

    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var side: Side?
        var field: FieldName?
        var entity: EntityName?
        var strength = Strength.reference
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "side": side = try Side(from: &reader)
            case "field": field = try reader.string()
            case "entity": entity = try EntityName(from: &reader)
            case "strength": strength = try Strength(from: &reader)
            default: break
            }
        }
        self.init(
            side: try reader.require(side, "side"), field: try reader.require(field, "field"),
            entity: try reader.require(entity, "entity"), strength: strength)
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("side", side)
            writer.member("field", field)
            writer.member("entity", entity)
            writer.member("strength", strength)
        }
    }
}

import Model
import PluginProtocol

/// Why two fields that a person named are no pair.
enum PairFault: Error, Hashable, Sendable {
    /// It isn't written `ERP=CRM`.
    case form
    /// A table has no such field that can be read.
    case unknown(FieldName, table: String, nearest: String?)
    /// No value of one can stand in the other, or only in a way that a map has to say.
    case types(Sided<FieldMetadata>)
    /// Neither side lets it be written.
    case readOnly(Sided<FieldName>)
    /// A field is in another pair that was named.
    case twice(FieldName)
}

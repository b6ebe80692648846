/// Why definitions can't be used.
package enum DefinitionError: Error, Sendable, Hashable {
    /// The folder with the bundled definitions is not beside the executable.
    case missing
    /// A file is not a definition; the cause is the decoder's.
    case unreadable(file: String, cause: String)
    /// Two files define the same table.
    case twice(table: String)
}

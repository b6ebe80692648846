/// Why a text is not OData.
package struct ODataSyntaxError: Error, Sendable, Hashable {
    /// What is wrong, in the words of Microsoft's parser.
    package var message: String

    /// Creates an error.
    package init(_ message: String) { self.message = message }
}

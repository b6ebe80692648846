package import MapLanguage

/// The field map of a plugin without code, as it stands in the plugin's folder.
package struct InstalledMap: Sendable, Hashable {
    /// The SHA-256 of its file, 64 small hexadecimal digits.
    package var digest: String
    /// What it says.
    package var document: MapDocument

    /// Creates a map that was read.
    package init(digest: String, document: MapDocument) {
        self.digest = digest
        self.document = document
    }
}

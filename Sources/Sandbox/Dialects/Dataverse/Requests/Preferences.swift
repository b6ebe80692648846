/// What a client asks for in its `Prefer` headers; what isn't known is ignored, as the standard says.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/compose-http-requests-handle-errors#prefer-headers>
struct Preferences: Sendable {
    /// Whether a write answers with the row: `return=representation`.
    var returnsRepresentation = false
    /// The greatest page asked for.
    var pageSize: Int?
    /// The annotations asked for.
    var annotations = AnnotationFilter()
    /// Whether a listing ends in a delta link.
    var tracksChanges = false
    /// Whether a `$batch` goes on after an operation that failed.
    var continuesOnError = false
    /// What is echoed as `Preference-Applied`, in the order asked.
    var applied: [String] = []

    /// Reads a header's value; several headers are joined by commas.
    init(_ header: String?) {
        guard let header else { return }
        for preference in Self.split(header) { apply(preference) }
    }

    private mutating func apply(_ preference: Substring) {
        let parts = preference.split(separator: "=", maxSplits: 1).map { $0.trimmingSpaces() }
        guard let name = parts.first?.lowercased() else { return }
        let value = parts.count > 1 ? parts[1].unquoted : ""
        switch name {
        case "return": returnsRepresentation = value.lowercased() == "representation"
        case "odata.maxpagesize", "maxpagesize": pageSize = Int(value).flatMap { $0 > 0 ? $0 : nil }
        case "odata.include-annotations", "include-annotations": annotations = AnnotationFilter(value)
        case "odata.track-changes", "track-changes": tracksChanges = true
        case "odata.continue-on-error", "continue-on-error": continuesOnError = value.lowercased() != "false"
        default: return
        }
        applied.append(String(preference.trimmingSpaces()))
    }

    /// Splits at the commas and semicolons that stand outside of quotes; a list of annotations may go on without quotes.
    static func split(_ header: String) -> [Substring] {
        var parts: [Substring] = []
        var isQuoted = false
        var start = header.startIndex
        for index in header.indices {
            let character = header[index]
            if character == "\"" { isQuoted.toggle() }
            guard character == ",", !isQuoted, !isMoreAnnotations(header[header.index(after: index)...]) else {
                continue
            }
            parts.append(header[start..<index])
            start = header.index(after: index)
        }
        parts.append(header[start...])
        return parts.filter { !$0.trimmingSpaces().isEmpty }
    }

    /// Whether what follows a comma is one more annotation of an unquoted list rather than the next preference.
    private static func isMoreAnnotations(_ rest: Substring) -> Bool {
        let next = rest.prefix { $0 != "," }.trimmingSpaces()
        return !next.contains("=")
            && (next.hasPrefix("OData.Community.") || next.hasPrefix("Microsoft.") || next == "*")
    }
}

extension StringProtocol {
    /// Without the double quotes around it.
    var unquoted: String {
        let text = trimmingSpaces()
        guard text.count > 1, text.hasPrefix("\""), text.hasSuffix("\"") else { return String(text) }
        return String(text.dropFirst().dropLast())
    }
}

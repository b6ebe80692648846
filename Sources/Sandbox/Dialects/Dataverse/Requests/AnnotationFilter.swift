/// Which annotations a client wants: names, `*`, and names that end in `*`; a leading `-` excludes.
struct AnnotationFilter: Sendable, Hashable {
    /// The display text of a value.
    var formattedValue = false
    /// The table that a lookup points to.
    var lookupLogicalName = false
    /// The navigation property that a lookup belongs to.
    var navigationProperty = false
    /// The counts of a listing.
    var totals = false
    /// Whether more rows follow a page of FetchXML, and its cookie.
    var paging = false
    /// The details of an error.
    var errorDetails = false

    /// Wants nothing.
    init() {}

    /// Reads the value of `odata.include-annotations`.
    init(_ value: String) {
        let patterns = value.split(separator: ",").map { $0.trimmingSpaces() }
        formattedValue = Self.allows("OData.Community.Display.V1.FormattedValue", patterns)
        lookupLogicalName = Self.allows("Microsoft.Dynamics.CRM.lookuplogicalname", patterns)
        navigationProperty = Self.allows("Microsoft.Dynamics.CRM.associatednavigationproperty", patterns)
        totals = Self.allows("Microsoft.Dynamics.CRM.totalrecordcount", patterns)
        paging =
            Self.allows("Microsoft.Dynamics.CRM.fetchxmlpagingcookie", patterns)
            || Self.allows("Microsoft.Dynamics.CRM.morerecords", patterns)
        errorDetails = Self.allows("Microsoft.PowerApps.CDS.ErrorDetails.ApiExceptionSourceKey", patterns)
    }

    /// Whether a row carries any annotation beside its version.
    var isEmpty: Bool { !formattedValue && !lookupLogicalName && !navigationProperty }

    private static func allows(_ name: String, _ patterns: [Substring]) -> Bool {
        var isAllowed = false
        for pattern in patterns {
            let excludes = pattern.hasPrefix("-")
            let text = excludes ? pattern.dropFirst() : pattern
            let matches = text.hasSuffix("*") ? name.hasPrefix(text.dropLast()) : name == text
            if matches { isAllowed = !excludes }
        }
        return isAllowed
    }
}

package import JSON
package import Model
package import PluginProtocol

/// Records for a check: what a tenant has, and records of both sides that a plugin can make sense of.
package struct Sample: Sendable {
    /// What the tenant has.
    package var metadata: Sided<SideMetadata>
    /// What is configured.
    package var configuration: JSONValue
    /// Records of each side; the same place of both is the same thing.
    package var records: Sided<[Fields]>
    /// Lines, where the records are documents.
    package var lines: SampleLines?
    /// What the references in the records are coupled with.
    package var couplings: [RecordReference: CouplingsResolve.State]
    /// Fields of partners.
    package var partners: [HostScript.Place: Fields]

    /// Puts together a sample.
    package init(
        metadata: Sided<SideMetadata>, configuration: JSONValue = .object([]), records: Sided<[Fields]>,
        lines: SampleLines? = nil, couplings: [RecordReference: CouplingsResolve.State] = [:],
        partners: [HostScript.Place: Fields] = [:]
    ) {
        self.metadata = metadata
        self.configuration = configuration
        self.records = records
        self.lines = lines
        self.couplings = couplings
        self.partners = partners
    }

    /// Reads a sample from JSON: `{"metadata": {"erp", "crm"}, "config", "records": {"erp": [fields], "crm": [fields]}, "lines": …}`.
    package init(json text: String) throws(JSONError) {
        var metadata: Sided<SideMetadata>?
        var records: Sided<[Fields]>?
        var configuration = JSONValue.object([])
        var lines: SampleLines?
        var reader = JSONReader(Array(text.utf8))
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try Sided<SideMetadata>(from: &reader)
            case "records": records = try Sided<[Fields]>(from: &reader)
            case "lines": lines = try SampleLines?(from: &reader)
            case "config": configuration = try reader.value()
            default: break
            }
        }
        self.init(
            metadata: try reader.require(metadata, "metadata"), configuration: configuration,
            records: try reader.require(records, "records"), lines: lines)
    }
}

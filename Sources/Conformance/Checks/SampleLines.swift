package import JSON
package import Model
package import PluginProtocol

/// Lines for a check of a plugin about documents: what a tenant's tables of lines have, and lines of both sides.
package struct SampleLines: Sendable {
    /// What the tenant has.
    package var metadata: Sided<SideMetadata>
    /// Lines of each side; the same place of both is the same thing.
    package var records: Sided<[Fields]>

    /// Puts together lines.
    package init(metadata: Sided<SideMetadata>, records: Sided<[Fields]>) {
        self.metadata = metadata
        self.records = records
    }
}

extension SampleLines: JSONReadable {
    /// Reads lines from JSON: `{"metadata": {"erp", "crm"}, "records": {"erp": [fields], "crm": [fields]}}`.
    package init(from reader: inout JSONReader) throws(JSONError) {
        var metadata: Sided<SideMetadata>?
        var records: Sided<[Fields]>?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "metadata": metadata = try Sided<SideMetadata>(from: &reader)
            case "records": records = try Sided<[Fields]>(from: &reader)
            default: break
            }
        }
        self.init(
            metadata: try reader.require(metadata, "metadata"), records: try reader.require(records, "records"))
    }
}

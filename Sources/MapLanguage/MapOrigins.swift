public import Model
import Reconciliation

/// Where the lines of a map come from, by their fields: a file and a line, for whoever asks why a field behaves as it does.
public struct MapOrigins: Sendable, Hashable {
    private var origins: [Sided<FieldName?>: String] = [:]

    /// Nothing is known.
    public init() {}

    init(_ lines: [PlacedLine], file: String) {
        for line in lines {
            for (place, key) in zip(line.places, line.line.keys) {
                origins[key] = Self.word(file, place ?? line.cursor.place)
            }
        }
    }

    static func word(_ file: String, _ place: MapPlace?) -> String { place.map { "\(file):\($0.line)" } ?? file }

    /// The origin of the line about these fields; `nil` when it is the plugin's own code.
    public subscript(erp: FieldName?, crm: FieldName?) -> String? {
        get { origins[Sided(erp: erp, crm: crm)] }
        set { origins[Sided(erp: erp, crm: crm)] = newValue }
    }
}

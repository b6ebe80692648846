/// Files of the project that are written beside a new plugin; they are part of the executable.
enum Embedded {
    /// The kit for plugins in Python: `Kits/Python/couplet_plugin.py`.
    static var pythonKit: String { String(decoding: PackageResources.couplet_plugin_py, as: UTF8.self) }
    /// The schema of field maps: `docs/protocol/map.schema.json`.
    static var mapSchema: String { String(decoding: PackageResources.map_schema_json, as: UTF8.self) }
}

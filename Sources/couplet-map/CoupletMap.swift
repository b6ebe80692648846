import PluginKit

/// The plugin of an entity that needs no code: it stands beside a `plugin.json` and the field map that this names.
@main
struct CoupletMap {
    static func main() { MapPlugin.main() }
}

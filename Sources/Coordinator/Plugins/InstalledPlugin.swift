package import MapLanguage
package import PluginProtocol

/// A plugin as it stands in its folder: what was read of it without starting it, and what it is started from.
package struct InstalledPlugin: Sendable, Hashable {
    /// What its `plugin.json` says.
    package var manifest: Manifest
    /// The SHA-256 of its `plugin.json`, 64 small hexadecimal digits.
    package var manifestDigest: String
    /// Its folder: an absolute path without symbolic links.
    package var folder: String
    /// Its executable: an absolute path inside the folder, without symbolic links.
    package var executable: String
    /// The SHA-256 of the executable, 64 small hexadecimal digits.
    package var executableDigest: String
    /// What the executable was when its digest was taken; at the start it must still be that.
    package var executableIdentity: FileIdentity

    /// The map that the plugin is, and its SHA-256; `nil` for one that has its map in its code.
    package var map: InstalledMap?

    /// What an administrator says about its map, as it travels in the configuration; `nil` when nothing.
    package var overlay: MapOverlay?

    /// Creates a plugin; `PluginReader` reads one from the disk.
    package init(
        manifest: Manifest, manifestDigest: String, folder: String, executable: String, executableDigest: String,
        executableIdentity: FileIdentity, map: InstalledMap? = nil
    ) {
        self.manifest = manifest
        self.manifestDigest = manifestDigest
        self.folder = folder
        self.executable = executable
        self.executableDigest = executableDigest
        self.executableIdentity = executableIdentity
        self.map = map
    }

    /// Changes when the plugin does: its manifest, its executable or its map.
    ///
    /// What is remembered of a plugin is kept under it.
    package var digest: String {
        "\(manifestDigest.prefix(32))\(executableDigest.prefix(32))\(map?.digest.prefix(32) ?? "")"
    }
}

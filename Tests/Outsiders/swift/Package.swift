// swift-tools-version: 6.2
import PackageDescription

// A plugin as somebody else writes it: a package of its own that knows PluginKit and nothing else of Couplet.
let package = Package(
    name: "gadgets-plugin",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "couplet", path: "../../..")],
    targets: [
        .executableTarget(name: "GadgetsPlugin", dependencies: [.product(name: "PluginKit", package: "couplet")]),
        .executableTarget(name: "check", dependencies: [.product(name: "PluginTesting", package: "couplet")]),
    ],
    swiftLanguageModes: [.v6]
)

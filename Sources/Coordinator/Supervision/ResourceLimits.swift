/// What a plugin's process may take of the machine.
package struct ResourceLimits: Sendable, Hashable {
    /// Private writable memory, in bytes.
    ///
    /// Not the address space: glibc and the Swift runtime reserve far more of it than they use.
    package var memory: Int
    /// Open files.
    package var openFiles: Int
    /// The size of a file that it writes, in bytes.
    package var fileSize: Int
    /// Processes and threads, beyond those that the user has when the plugin starts.
    ///
    /// The kernel counts those of the user, not of the plugin, and none of root's.
    package var processes: Int

    /// Creates limits; what is not named has a value that suits most plugins.
    package init(
        memory: Int = 512 << 20, openFiles: Int = 256, fileSize: Int = 64 << 20, processes: Int = 256
    ) {
        self.memory = memory
        self.openFiles = openFiles
        self.fileSize = fileSize
        self.processes = processes
    }
}

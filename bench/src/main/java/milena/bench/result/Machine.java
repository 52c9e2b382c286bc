package milena.bench.result;

/**
 * Where a comparison ran.
 *
 * @param processor the processor's name as the kernel tells it
 * @param cores how many of them may be used
 * @param memoryMib what the machine has
 * @param kernel the operating system with its version
 * @param java the virtual machine with its version
 * @param fileSystem the type of the file system that has all data, with its device
 */
public record Machine(
    String processor, int cores, long memoryMib, String kernel, String java, String fileSystem) {}

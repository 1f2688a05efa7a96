package dev.baton.agent.kernel;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The C library's English words for an error number, such as "Interrupted system call".
 *
 * <p>Source: strerrordesc_np(3), glibc 2.32; other libraries get numbers only.
 */
public final class ErrorText {

    private static final Optional<MethodHandle> DESCRIBE = link();
    private static final long LONGEST = 256;

    private ErrorText() {}

    /** Never empty, also for numbers the system has no words for. */
    public static String of(int errno) {
        return DESCRIBE.flatMap(function -> describe(function, errno))
                .orElse("Unknown error " + errno);
    }

    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> link() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("strerrordesc_np")
                .map(
                        symbol ->
                                linker.downcallHandle(
                                        symbol,
                                        FunctionDescriptor.of(
                                                ValueLayout.ADDRESS, ValueLayout.JAVA_INT)));
    }

    @SuppressWarnings("restricted")
    private static Optional<String> describe(MethodHandle function, int errno) {
        try {
            MemorySegment text = (MemorySegment) function.invokeExact(errno);
            return text.equals(MemorySegment.NULL)
                    ? Optional.empty()
                    : Optional.of(text.reinterpret(LONGEST).getString(0));
        } catch (RuntimeException | Error unexpected) {
            throw unexpected;
        } catch (Throwable undeclared) {
            throw new IllegalStateException("strerrordesc_np threw", undeclared);
        }
    }
}

package dev.baton.agent.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * Links functions of the C library and calls them with the error number captured.
 *
 * <p>Bounds: x86_64 and aarch64, little endian. Failure: a negative answer is the negated error
 * number, as the kernel's own calling convention has it; a missing function stops the class load.
 */
final class Libc {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout()
                    .varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private Libc() {}

    /** A call through a linked handle; its first argument is where the error number goes. */
    @FunctionalInterface
    interface Call {
        long on(MemorySegment errno) throws Throwable;
    }

    @SuppressWarnings("restricted")
    static MethodHandle link(String name, FunctionDescriptor shape) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, CAPTURE);
    }

    /** For functions with "..." in their declaration, after the given number of fixed arguments. */
    @SuppressWarnings("restricted")
    static MethodHandle linkVariadic(String name, int fixed, FunctionDescriptor shape) {
        Linker.Option variadic = Linker.Option.firstVariadicArg(fixed);
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), shape, CAPTURE, variadic);
    }

    /** Calls; the function's answer, or the negated error number when it answers -1. */
    static long call(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
            long answer = call.on(errno);
            return answer == -1 ? -(long) (int) ERRNO.get(errno, 0L) : answer;
        } catch (RuntimeException | Error unexpected) {
            throw unexpected;
        } catch (Throwable undeclared) {
            throw new IllegalStateException("a call of the C library threw", undeclared);
        }
    }
}

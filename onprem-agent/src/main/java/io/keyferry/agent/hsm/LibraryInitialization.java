package io.keyferry.agent.hsm;

import io.keyferry.agent.hsm.HsmException.Fault;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code C_Initialize} of a library that was finalized. The JDK's wrapper initializes a library
 * once for each path in a process, and its objects stay usable (PKCS #11 v3.1, section 5.4).
 */
@SuppressWarnings("restricted")
final class LibraryInitialization {

  static final long CKF_OS_LOCKING_OK = 2;

  private static final long CKR_OK = 0;

  /** {@code CK_VERSION}, padded, then {@code C_Initialize} as the first of the functions. */
  private static final MemoryLayout FUNCTION_LIST =
      MemoryLayout.structLayout(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS);

  /** {@code CK_C_INITIALIZE_ARGS}: four callbacks, flags, pReserved; NSS's has one pointer more. */
  private static final int ARGS_BYTES = 56;

  private static final int FLAGS_OFFSET = 32;
  private static final int RESERVED_OFFSET = 40;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle TAKES_A_POINTER =
      LINKER.downcallHandle(FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));

  private LibraryInitialization() {}

  /**
   * Initializes the library.
   *
   * @param parameters what the library expects in {@code pReserved}
   * @throws HsmException with the return code, if it is not {@code CKR_OK}
   */
  static void of(Path library, Optional<String> parameters) throws HsmException {
    String name = "C_Initialize of " + library;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment function = initializeFunction(library, arena);
      MemorySegment args = arena.allocate(ARGS_BYTES, ValueLayout.ADDRESS.byteAlignment());
      args.set(ValueLayout.JAVA_LONG, FLAGS_OFFSET, CKF_OS_LOCKING_OK);
      if (parameters.isPresent()) {
        args.set(ValueLayout.ADDRESS, RESERVED_OFFSET, arena.allocateFrom(parameters.get()));
      }
      long code = call(function, args);
      if (code != CKR_OK) {
        throw ReturnCode.of(code).in(name);
      }
    } catch (IllegalArgumentException e) {
      throw new HsmException(
          Fault.HSM_LOST,
          "%s: expected the library to load as it did before, found %s: restart the agent"
              .formatted(name, e.getMessage()),
          e);
    }
  }

  private static MemorySegment initializeFunction(Path library, Arena arena) throws HsmException {
    MemorySegment getFunctionList =
        SymbolLookup.libraryLookup(library, Arena.global())
            .find("C_GetFunctionList")
            .orElseThrow(() -> new IllegalArgumentException("no C_GetFunctionList"));
    MemorySegment list = arena.allocate(ValueLayout.ADDRESS);
    long code = call(getFunctionList, list);
    if (code != CKR_OK) {
      throw ReturnCode.of(code).in("C_GetFunctionList of " + library);
    }
    return list.get(ValueLayout.ADDRESS.withTargetLayout(FUNCTION_LIST), 0)
        .get(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG.byteSize());
  }

  private static long call(MemorySegment function, MemorySegment argument) {
    try {
      return (long) TAKES_A_POINTER.invokeExact(function, argument);
    } catch (Throwable e) {
      throw new IllegalStateException("a call of C throws nothing", e);
    }
  }
}

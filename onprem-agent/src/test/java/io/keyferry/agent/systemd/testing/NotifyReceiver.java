package io.keyferry.agent.systemd.testing;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/** systemd's end of the socket. */
public final class NotifyReceiver implements AutoCloseable {

  private static final int MAX_BYTES = 4096;

  private final Arena arena = Arena.ofShared();
  private final int socket;

  /**
   * Listens.
   *
   * @param name a path, or {@code @} and an abstract name
   */
  public NotifyReceiver(String name) throws Throwable {
    MethodHandle open =
        libc("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    MethodHandle bind = libc("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    MemorySegment address = arena.allocate(110);
    address.set(JAVA_SHORT, 0, (short) 1);
    MemorySegment.copy(bytes, 0, address, JAVA_BYTE, 2, bytes.length);
    if (name.startsWith("@")) {
      address.set(JAVA_BYTE, 2, (byte) 0);
    }
    socket = (int) open.invokeExact(1, 2, 0);
    int status = (int) bind.invokeExact(socket, address, 2 + bytes.length);
    if (status != 0) {
      throw new AssertionError("cannot bind to " + name);
    }
  }

  /** Waits for the next datagram. */
  public String next() throws Throwable {
    MethodHandle receive =
        libc("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    MemorySegment buffer = arena.allocate(MAX_BYTES);
    long length = (long) receive.invokeExact(socket, buffer, (long) MAX_BYTES, 0);
    byte[] bytes = buffer.asSlice(0, length).toArray(JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    try {
      int ignored =
          (int) libc("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT)).invokeExact(socket);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    arena.close();
  }

  @SuppressWarnings("restricted")
  private static MethodHandle libc(String function, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().find(function).orElseThrow(), descriptor);
  }
}

package io.keyferry.agent.systemd;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.keyferry.agent.process.Libc;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * The datagram socket that systemd listens on. The JDK does not support such sockets, so this calls
 * libc.
 *
 * @param name the value of {@code NOTIFY_SOCKET}: a path, or {@code @} and an abstract name
 */
record NotifySocket(String name) {

  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  private static final long FAMILY_BYTES = 2;
  private static final int MAX_NAME = 107;

  private static final MethodHandle SOCKET =
      Libc.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SEND_TO =
      Libc.function(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle CLOSE =
      Libc.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  /** Sends one datagram. systemd identifies the sender by the process id that the kernel adds. */
  void send(String message) throws IOException {
    byte[] socketName = name.getBytes(StandardCharsets.UTF_8);
    if (socketName.length > MAX_NAME) {
      throw new IOException("the name of the socket is too long: " + name);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = address(socketName, arena);
      byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
      MemorySegment text = arena.allocateFrom(JAVA_BYTE, bytes);
      int socket = (int) SOCKET.invokeExact((int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
      if (socket < 0) {
        throw new IOException("could not create a socket");
      }
      long sent;
      try {
        sent =
            (long)
                SEND_TO.invokeExact(
                    socket,
                    text,
                    (long) bytes.length,
                    MSG_NOSIGNAL,
                    address,
                    (int) address.byteSize());
      } finally {
        int ignored = (int) CLOSE.invokeExact(socket);
      }
      if (sent != bytes.length) {
        throw new IOException("could not send to " + name);
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException(e);
    }
  }

  /** A {@code sockaddr_un}. An abstract name ends it; a path is followed by a zero byte. */
  private static MemorySegment address(byte[] name, Arena arena) {
    boolean inKernel = name[0] == '@';
    MemorySegment address = arena.allocate(FAMILY_BYTES + name.length + (inKernel ? 0 : 1));
    address.set(JAVA_SHORT, 0, AF_UNIX);
    MemorySegment.copy(name, 0, address, JAVA_BYTE, FAMILY_BYTES, name.length);
    if (inKernel) {
      address.set(JAVA_BYTE, FAMILY_BYTES, (byte) 0);
    }
    return address;
  }
}

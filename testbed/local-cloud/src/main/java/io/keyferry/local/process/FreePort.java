package io.keyferry.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds TCP ports for programs that must be told theirs. */
public final class FreePort {

  private FreePort() {}

  /** A port of the loopback interface that is free now; another program may still be faster. */
  public static int find() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

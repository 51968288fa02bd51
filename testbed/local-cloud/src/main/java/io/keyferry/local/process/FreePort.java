package io.keyferry.local.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Finds TCP ports for programs that cannot choose one themselves. */
public final class FreePort {

  private FreePort() {}

  /** A currently free port of the loopback interface; another program may still take it first. */
  public static int find() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}

package dev.sluice.testkit.mssql.tds;

import dev.sluice.testkit.mssql.tsql.ServerError;
import java.io.IOException;
import java.net.Socket;

/** Serves one client: reads its messages, has them answered, writes the answers. */
public final class ClientConnection implements Runnable, AutoCloseable {
    private final Socket socket;
    private final Requests requests;

    public ClientConnection(Socket socket, Requests requests) {
        this.socket = socket;
        this.requests = requests;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            ClientPackets packets = new ClientPackets(socket.getInputStream(), requests::interrupt);
            Thread reader = Thread.ofPlatform().daemon().name("tds-packets").start(packets);
            try {
                serve(packets, new MessageOutput(socket.getOutputStream()));
            } finally {
                packets.stop();
                reader.interrupt();
            }
        } catch (IOException e) {
            // the client is gone: what it had open is rolled back below
        } finally {
            requests.close();
        }
    }

    private void serve(ClientPackets packets, MessageOutput out) throws IOException {
        Tokens tokens = new Tokens(out);
        if (!greet(packets, tokens)) {
            return;
        }
        while (true) {
            Packet first = packets.take();
            if (first == Packet.END) {
                return;
            }
            if (first.type() == Packet.ATTENTION) {
                requests.resume();
                tokens.done(Tokens.ATTENTION, 0, 0);
                out.end();
                continue;
            }
            if (first.resets()) {
                requests.reset();
            }
            MessageInput in = new MessageInput(packets, first);
            try {
                Response response = new Response(tokens);
                answer(in, response);
                in.drain();
                response.end();
            } catch (MessageInput.CancelledMessage e) {
                requests.resume();
                tokens.done(Tokens.ATTENTION, 0, 0);
                out.end();
            }
        }
    }

    private boolean greet(ClientPackets packets, Tokens tokens) throws IOException {
        MessageInput in = new MessageInput(packets, packets.take());
        if (in.type() != Packet.PRELOGIN) {
            return false;
        }
        in.drain();
        Greeting.preLogin(tokens.out());
        in = new MessageInput(packets, packets.take());
        if (in.type() != Packet.LOGIN) {
            return false;
        }
        Login login = Login.read(in);
        try {
            requests.login(login.user(), login.password(), login.database());
            Greeting.welcome(tokens, login);
            return true;
        } catch (ServerError e) {
            tokens.error(e, 1);
            if (e.number() != 18456) {
                tokens.error(new ServerError(18456, 1, 14, "Login failed for user '" + login.user() + "'."), 1);
            }
            tokens.done(Tokens.ERROR, 0, 0);
            tokens.out().end();
            return false;
        }
    }

    private void answer(MessageInput in, Response response) throws IOException {
        try {
            switch (in.type()) {
                case Packet.SQL_BATCH -> {
                    skipHeaders(in);
                    byte[] text = in.readAllBytes();
                    if (in.isVoid()) {
                        response.done(0, -1);
                    } else {
                        requests.batch(new String(text, java.nio.charset.StandardCharsets.UTF_16LE), response);
                    }
                }
                case Packet.RPC -> {
                    skipHeaders(in);
                    calls(in, response);
                }
                case Packet.BULK_LOAD -> requests.bulkLoad(in, response);
                case Packet.TRANSACTION -> {
                    skipHeaders(in);
                    requests.transaction(in.u16(), response);
                }
                default -> throw ServerError.of(4002, "The incoming TDS message " + in.type() + " is unknown.");
            }
        } catch (ServerError e) {
            response.error(e);
        }
    }

    private void calls(MessageInput in, Response response) throws IOException {
        RemoteCall call;
        do {
            call = RemoteCall.read(in, requests.session());
            response.beginProcedure();
            int status;
            try {
                status = requests.call(call, response);
            } catch (ServerError e) {
                response.error(e);
                status = -6;
            }
            response.endProcedure(status, call.last());
        } while (!call.last());
    }

    private static void skipHeaders(MessageInput in) throws IOException {
        int length = in.i32();
        in.skip(length - 4);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

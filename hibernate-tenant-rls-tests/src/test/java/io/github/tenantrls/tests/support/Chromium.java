// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.tests.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One page in a headless Chromium, by the DevTools protocol. To be used by one thread. */
public final class Chromium implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final WebSocket socket;
    private final Messages messages = new Messages();
    private final AtomicInteger number = new AtomicInteger();

    private Chromium(Process process, URI page) {
        this.process = process;
        this.socket = HTTP.newWebSocketBuilder()
                .buildAsync(page, messages)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
        List.of("Page.enable", "Runtime.enable", "Log.enable", "Network.enable")
                .forEach(domain -> call(domain, Map.of()));
    }

    /** Where it is on the PATH; empty if it is not. */
    public static Optional<String> executable() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** Starts it with a profile of its own. */
    public static Chromium start(String executable, Path profile) throws Exception {
        Process process = new ProcessBuilder(
                        executable,
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new Chromium(process, page(port(process, profile.resolve("DevToolsActivePort"))));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String port(Process process, Path file) throws IOException, InterruptedException {
        for (int waited = 0; waited < 600 && process.isAlive(); waited++) {
            if (Files.exists(file) && Files.readString(file).contains("\n")) {
                return Files.readAllLines(file).get(0);
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException("Chromium did not start");
    }

    private static URI page(String port) throws IOException, InterruptedException {
        HttpRequest list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        for (JsonNode target : JSON.readTree(
                HTTP.send(list, HttpResponse.BodyHandlers.ofString()).body())) {
            if (target.get("type").textValue().equals("page")) {
                return URI.create(target.get("webSocketDebuggerUrl").textValue());
            }
        }
        throw new IllegalStateException("Chromium has no page");
    }

    /** Sends a command, and waits for its result. */
    public JsonNode call(String method, Map<String, ?> parameters) {
        int id = number.incrementAndGet();
        CompletableFuture<JsonNode> answer = messages.expect(id);
        try {
            socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                    .join();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        JsonNode message = answer.orTimeout(60, TimeUnit.SECONDS).join();
        if (message.has("error")) {
            throw new IllegalStateException(method + ": " + message.get("error"));
        }
        return message.get("result");
    }

    /** Opens an address, and waits until it is loaded. */
    public void open(URI address) throws InterruptedException {
        call("Page.navigate", Map.of("url", address.toString()));
        for (int waited = 0;
                waited < 600
                        && !eval("document.readyState + location.href.slice(0, 4)")
                                .equals("completefile");
                waited++) {
            Thread.sleep(50);
        }
    }

    /** What an expression comes to, as text. */
    public String eval(String expression) {
        JsonNode result =
                call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "userGesture", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
        }
        return result.get("result").path("value").asText();
    }

    /** Presses a key, which a name of the DOM and the code of Windows say. */
    public void press(String key, int code) {
        String text = key.equals("Enter") ? "\r" : "";
        call(
                "Input.dispatchKeyEvent",
                Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", code, "text", text));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    }

    /** Clicks into the middle of what a selector finds first. */
    public void click(String selector) {
        String[] at = eval("(() => { const e = document.querySelector(" + quoted(selector)
                        + "); e.scrollIntoView({block: 'center', behavior: 'instant'}); const r = e.getBoundingClientRect();"
                        + " return (r.x + r.width / 2) + ' ' + (r.y + r.height / 2); })()")
                .split(" ");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            call(
                    "Input.dispatchMouseEvent",
                    Map.of(
                            "type",
                            type,
                            "x",
                            Double.valueOf(at[0]),
                            "y",
                            Double.valueOf(at[1]),
                            "button",
                            "left",
                            "clickCount",
                            1));
        }
    }

    /** A picture of what is seen. */
    public void screenshot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(
                file,
                Base64.getDecoder()
                        .decode(call("Page.captureScreenshot", Map.of())
                                .get("data")
                                .textValue()));
    }

    /** The events of a kind so far. */
    public List<JsonNode> events(String method) {
        return messages.events.stream()
                .filter(event -> event.path("method").asText().equals(method))
                .toList();
    }

    /** Leaves out the events of a kind so far. */
    public void forget(String method) {
        messages.events.removeIf(event -> event.path("method").asText().equals(method));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    @Override
    public void close() throws Exception {
        socket.abort();
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** What Chromium sends. */
    private static final class Messages implements WebSocket.Listener {

        private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
        private final List<JsonNode> events = new CopyOnWriteArrayList<>();
        private final StringBuilder text = new StringBuilder();

        CompletableFuture<JsonNode> expect(int id) {
            return answers.computeIfAbsent(id, key -> new CompletableFuture<>());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(text.toString());
                    if (message.has("id")) {
                        expect(message.get("id").asInt()).complete(message);
                    } else {
                        events.add(message);
                    }
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException(e);
                } finally {
                    text.setLength(0);
                }
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}

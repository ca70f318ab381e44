// SPDX-License-Identifier: Apache-2.0
// Copyright The hibernate-tenant-rls authors
package io.github.tenantrls.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A command as a process of its own. */
final class CommandProcess {

    private CommandProcess() {}

    /** Runs it on the standard streams of the process. */
    static int run(List<String> args) {
        CommandLog.quiet();
        StandardStream stdout = new StandardStream(FileDescriptor.out);
        PrintWriter out = writer(stdout);
        PrintWriter err = writer(new StandardStream(FileDescriptor.err));
        Interrupts interrupts = new Interrupts();
        interrupts.listen();
        int code = CommandRun.of(Shell.ofProcess(out, err, interrupts), args);
        out.flush();
        if (stdout.failure().isPresent() && code == ExitCode.OK) {
            err.println("error: The output could not be written ("
                    + stdout.failure().get().getMessage() + "); see that there is space left, and run it again");
            code = ExitCode.FAILED;
        }
        err.flush();
        interrupts.ended();
        return code;
    }

    /** At a terminal in its encoding, elsewhere in that of all formats that are written. */
    private static PrintWriter writer(StandardStream stream) {
        Console console = Terminal.console();
        Charset charset = console == null ? StandardCharsets.UTF_8 : console.charset();
        return new PrintWriter(new OutputStreamWriter(stream, charset), false);
    }
}

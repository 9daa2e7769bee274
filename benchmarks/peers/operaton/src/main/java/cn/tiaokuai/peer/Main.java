package cn.tiaokuai.peer;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.operaton.bpm.engine.ProcessEngine;

/**
 * {@code Main URL FOLDER}: an engine on that database with the diagrams of that folder. It takes orders from standard
 * input, one a line, and answers each with one line, "COUNT SECONDS":
 *
 * <pre>
 * start PROCESS THREADS CASES     starts so many cases in each thread
 * open PROCESS                    finds their open user tasks; seconds are 0
 * complete                        completes those, in as many threads
 * </pre>
 *
 * It stops where its input ends.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ProcessEngine engine = Peer.open(arguments[0], new File(arguments[1]));
        Work work = new Work(engine);
        answers.println(ProcessEngine.class.getPackage().getImplementationVersion() + " on Java " + Runtime.version());
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] words = order.split(" ");
            Work.Measured measured = switch (words[0]) {
                case "start" -> work.start(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
                case "open" -> new Work.Measured(work.open(words[1]), 0);
                case "complete" -> work.complete();
                default -> throw new IllegalArgumentException("Not an order: " + order);
            };
            answers.println(measured.count() + " " + measured.seconds());
        }
        engine.close();
    }
}

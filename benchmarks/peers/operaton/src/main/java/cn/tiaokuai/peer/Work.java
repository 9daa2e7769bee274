package cn.tiaokuai.peer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.task.Task;

/** What the threads do: start cases, complete their user tasks. The values are those of benchmarks/diagrams/README.md. */
final class Work {
    /** How often something was done, and in how many seconds. */
    record Measured(int count, double seconds) {}

    private record Case(String id, int number) {}

    private record Step(String task, Map<String, Object> values) {}

    private static final String[] KINDS = {"noise", "waste", "vendor", "other"};
    private static final int[] URGENCIES = {3, 2, 1, 1};

    private final ProcessEngine engine;
    private final String person = System.getProperty("person", "officer");
    /** The cases started last, the tasks of theirs found last, each a list a thread, and how often they went on. */
    private List<List<Case>> cases = List.of();
    private List<List<Step>> steps = List.of();
    private int rounds;

    Work(ProcessEngine engine) {
        this.engine = engine;
    }

    /** Start so many cases in each thread. */
    Measured start(String process, int threads, int count) throws InterruptedException, ExecutionException {
        cases = new ArrayList<>();
        rounds = 0;
        List<Callable<Integer>> work = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            List<Case> mine = new ArrayList<>(count);
            cases.add(mine);
            work.add(() -> {
                for (int number = 0; number < count; number++) {
                    Map<String, Object> values = Map.of("street", "江川路街道", "number", number);
                    mine.add(new Case(engine.getRuntimeService().startProcessInstanceByKey(process, values).getId(), number));
                }
                return count;
            });
        }
        return timed(work);
    }

    /** Find the open user tasks of those cases; how many there are. */
    int open(String process) {
        Map<String, Task> tasks = new HashMap<>();
        for (Task task : engine.getTaskService().createTaskQuery().processDefinitionKey(process).list()) {
            tasks.put(task.getProcessInstanceId(), task);
        }
        steps = new ArrayList<>();
        for (List<Case> mine : cases) {
            List<Step> found = new ArrayList<>();
            for (Case one : mine) {
                Task task = tasks.get(one.id());
                if (task != null) {
                    found.add(new Step(task.getId(), values(task.getTaskDefinitionKey(), one.number(), rounds)));
                }
            }
            steps.add(found);
        }
        return tasks.size();
    }

    /** Complete the tasks found. */
    Measured complete() throws InterruptedException, ExecutionException {
        List<Callable<Integer>> work = new ArrayList<>();
        for (List<Step> mine : steps) {
            work.add(() -> {
                for (Step step : mine) {
                    engine.getTaskService().complete(step.task(), step.values());
                }
                return mine.size();
            });
        }
        rounds++;
        return timed(work);
    }

    private static Map<String, Object> values(String task, int number, int round) {
        if (task.equals("register")) {
            return Map.of("kind", KINDS[number % 4], "urgency", URGENCIES[number % 4]);
        }
        return Map.of("result", "已处置", "checked", true, "step", round);
    }

    private Measured timed(List<Callable<Integer>> work) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<Callable<Integer>> known = new ArrayList<>();
            for (Callable<Integer> one : work) {
                known.add(() -> as(one));
            }
            long began = System.nanoTime();
            int count = 0;
            for (Future<Integer> done : threads.invokeAll(known)) {
                count += done.get();
            }
            return new Measured(count, (System.nanoTime() - began) / 1e9);
        } finally {
            threads.shutdown();
        }
    }

    /** With the name of who does it, so that the history tells it; Tiaokuai's journal does. */
    private int as(Callable<Integer> work) throws Exception {
        if (person.isEmpty()) {
            return work.call();
        }
        engine.getIdentityService().setAuthenticatedUserId(person);
        try {
            return work.call();
        } finally {
            engine.getIdentityService().clearAuthentication();
        }
    }
}

package cn.tiaokuai.peer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Properties;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.ProcessEngineConfiguration;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.operaton.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.operaton.bpm.engine.impl.persistence.StrongUuidGenerator;

/**
 * The engine, set up to be as fast as its own settings make it with the whole history. The README of this folder tells
 * what each setting gave; system properties ({@code -Dname=value}) change one at a time to find out.
 */
final class Peer {
    private Peer() {}

    /** An engine on an empty database, whose tables it makes itself, with every diagram of a folder deployed. */
    static ProcessEngine open(String url, File diagrams) throws IOException {
        ProcessEngineConfigurationImpl settings = new StandaloneProcessEngineConfiguration();
        settings.setDataSource(pool(url));
        settings.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
        settings.setHistory(System.getProperty("history", ProcessEngineConfiguration.HISTORY_FULL));
        settings.setEnforceHistoryTimeToLive(false);
        settings.setJdbcBatchProcessing(Boolean.parseBoolean(System.getProperty("batching", "true")));
        if (System.getProperty("ids", "blocks").equals("blocks")) {
            settings.setIdBlockSize(Integer.getInteger("block", 10_000));
        } else {
            settings.setIdGenerator(new StrongUuidGenerator());
        }
        // Nothing but what the diagrams ask for: no polling, no figures of its own, no check that nobody needs.
        settings.setJobExecutorActivate(false);
        settings.setHintJobExecutor(false);
        settings.setMetricsEnabled(false);
        settings.setDbMetricsReporterActivate(false);
        settings.setTaskMetricsEnabled(false);
        settings.setHistoryCleanupEnabled(false);
        settings.setAuthorizationEnabled(false);
        settings.setTenantCheckEnabled(false);
        settings.setCmmnEnabled(false);
        settings.setInvokeCustomVariableListeners(false);
        ProcessEngine engine = settings.buildProcessEngine();
        var deployment = engine.getRepositoryService().createDeployment().name("benchmarks");
        for (File file : diagrams.listFiles()) {
            deployment.addString(file.getName(), Files.readString(file.toPath()));
        }
        deployment.deploy();
        return engine;
    }

    private static HikariDataSource pool(String url) {
        Properties driver = new Properties();
        driver.setProperty("reWriteBatchedInserts", System.getProperty("rewriting", "true"));
        driver.setProperty("prepareThreshold", System.getProperty("preparing", "1"));
        driver.setProperty("preparedStatementCacheQueries", "1024");
        driver.setProperty("preparedStatementCacheSizeMiB", "32");
        driver.setProperty("tcpNoDelay", "true");
        HikariConfig settings = new HikariConfig();
        settings.setJdbcUrl(url);
        settings.setMaximumPoolSize(4);
        settings.setMinimumIdle(4);
        settings.setAutoCommit(false);
        settings.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        settings.setDataSourceProperties(driver);
        return new HikariDataSource(settings);
    }
}

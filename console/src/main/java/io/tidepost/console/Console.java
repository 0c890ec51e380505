package io.tidepost.console;

import io.javalin.config.RoutesConfig;
import io.tidepost.console.cluster.Registry;
import io.tidepost.console.page.AccessPage;
import io.tidepost.console.page.ApiKeysPage;
import io.tidepost.console.page.AuditPage;
import io.tidepost.console.page.BalancePage;
import io.tidepost.console.page.ClusterPage;
import io.tidepost.console.page.ConnectionsPage;
import io.tidepost.console.page.CopyPage;
import io.tidepost.console.page.CreateTopicPage;
import io.tidepost.console.page.GroupPage;
import io.tidepost.console.page.GroupsPage;
import io.tidepost.console.page.HomePage;
import io.tidepost.console.page.JobsPage;
import io.tidepost.console.page.LineagePage;
import io.tidepost.console.page.LiveStream;
import io.tidepost.console.page.LoginPage;
import io.tidepost.console.page.ProducePage;
import io.tidepost.console.page.QuotasPage;
import io.tidepost.console.page.RecordsPage;
import io.tidepost.console.page.ResetOffsetsPage;
import io.tidepost.console.page.RestartPage;
import io.tidepost.console.page.SchemasPage;
import io.tidepost.console.page.SlowWritesPage;
import io.tidepost.console.page.TopicPage;
import io.tidepost.console.page.TopicsPage;
import io.tidepost.console.page.TransactionsPage;
import io.tidepost.console.web.Assets;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;
import io.tidepost.console.web.Sessions;
import io.tidepost.http.HttpResource;
import java.util.List;

/// The console's pages, to be added to a port that serves HTTP. Any thread.
public final class Console implements HttpResource, AutoCloseable {

  private final Sessions sessions;
  private final Doors doors;
  private final Pages pages;
  private final List<ConsolePage> all;

  public Console(ConsoleSettings settings) {
    sessions = new Sessions(settings.entrance());
    doors = new Doors(sessions, settings.local());
    Registry registry = new Registry(settings.registry(), settings.registryTrust());
    pages = new Pages(registry::there);
    all =
        List.of(
            new LoginPage(sessions),
            new HomePage(),
            new LiveStream(),
            new TopicsPage(),
            new CreateTopicPage(),
            new TopicPage(settings.facts()),
            new RecordsPage(registry),
            new ProducePage(registry),
            new CopyPage(registry),
            new JobsPage(),
            new GroupsPage(),
            new GroupPage(settings.facts()),
            new ResetOffsetsPage(),
            new LineagePage(settings.facts()),
            new TransactionsPage(),
            new SchemasPage(registry),
            new AccessPage(),
            new ApiKeysPage(),
            new QuotasPage(),
            new AuditPage(registry),
            new ClusterPage(settings.facts()),
            new ConnectionsPage(settings.facts()),
            new SlowWritesPage(settings.facts()),
            new BalancePage(),
            new RestartPage());
  }

  @Override
  public void mount(RoutesConfig routes) {
    doors.addTo(routes, pages);
    Assets.addTo(routes);
    all.forEach(page -> page.addTo(routes, pages));
  }

  @Override
  public void close() {
    sessions.close();
  }
}

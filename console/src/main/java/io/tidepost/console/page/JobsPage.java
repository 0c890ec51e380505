package io.tidepost.console.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.tidepost.console.cluster.ConsoleFailure;
import io.tidepost.console.cluster.Job;
import io.tidepost.console.cluster.Jobs;
import io.tidepost.console.web.ConsolePage;
import io.tidepost.console.web.Doors;
import io.tidepost.console.web.Pages;

/// Long work: how far it is, and an end to it.
public final class JobsPage implements ConsolePage {

  @Override
  public void addTo(RoutesConfig routes, Pages pages) {
    routes.get("/jobs", context -> pages.render(context, "jobs", "", "Work", jobs(context).all()));
    routes.get(
        "/jobs/{id}",
        context -> {
          Job job = job(context);
          pages.render(context, "job", "", job.title(), job);
        });
    routes.get("/jobs/{id}/state", context -> pages.renderPart(context, "job", job(context)));
    routes.post(
        "/jobs/{id}/stop",
        context -> {
          Job job = job(context);
          job.stop();
          Pages.done(context, address(job), "It is being stopped.");
        });
  }

  /// The path of the page that shows it.
  public static String address(Job job) {
    return "/jobs/" + job.id();
  }

  private static Jobs jobs(Context context) {
    return Doors.session(context).client().jobs();
  }

  private static Job job(Context context) {
    try {
      return jobs(context).find(Long.parseLong(context.pathParam("id")));
    } catch (NumberFormatException e) {
      throw new ConsoleFailure(404, "There is no such work.");
    }
  }
}

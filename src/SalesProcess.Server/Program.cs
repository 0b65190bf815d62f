using SalesProcess.Runtime;
using SalesProcess.Server;
using SalesProcess.Server.Api;
using SalesProcess.Server.Cli;
using SalesProcess.Server.Endpoints;
using SalesProcess.Server.Identity;
using SalesProcess.Server.Telemetry;

return CommandLine.Handles(args)
    ? CommandLine.Run(args, Console.Out, Console.Error)
    : await Serving.ServeAsync(() => Build(args), Console.Error);

static WebApplication Build(string[] args)
{
    // Settings lie beside the executable; data and workflows below the folder the user stands in.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    Serving.CheckWorkflows(builder.Configuration);
    builder.AddSalesProcessHosting();
    builder.Services.AddSalesProcessRuntime(builder.Configuration);
    builder.Services.AddSalesProcessSignIn(builder.Configuration, builder.Environment);
    builder.Services.AddSalesProcessApi();
    builder.Services.AddSalesProcessOpenApi();
    builder.Services.AddSingleton<WorkflowEndpoints>();
    builder.Services.AddSalesProcessMetrics();

    var app = builder.Build();
    app.UseMiddleware<ErrorAnswers>();
    // The description of the interface is open to newcomers in Development; elsewhere nothing is open but health.
    var isOpen = app.Environment.IsDevelopment();
    app.UseDescription(isOpen);
    app.UseAuthentication();
    app.UseAuthorization();
    app.UseRateLimiter();
    app.UseDescription(!isOpen);
    app.MapHealth();
    app.MapDescription(isOpen);
    app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(SignIn.SeesAll);
    app.MapSalesProcessApi();
    WorkflowEndpoints.Map(app);
    if (SignIn.HasDevTokens(builder.Configuration, builder.Environment))
    {
        DevTokens.Map(app);
    }

    return app;
}

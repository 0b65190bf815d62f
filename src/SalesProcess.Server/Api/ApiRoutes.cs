namespace SalesProcess.Server.Api;

/// <summary>The REST API under /api/v1.</summary>
internal static class ApiRoutes
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<Cursors>();
        services.AddSingleton<Idempotency>();
        services.AddSingleton<Projections>();
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        return services;
    }

    public static void MapApi(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1");
        api.MapInstances();
        api.MapTasks();
        api.MapDefinitions();
        api.MapDocuments();
    }
}

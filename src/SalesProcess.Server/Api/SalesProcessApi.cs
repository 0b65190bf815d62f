using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using SalesProcess.Server.Identity;

namespace SalesProcess.Server.Api;

/// <summary>The interface <c>/api/v1</c>: its services and its addresses.</summary>
internal static class SalesProcessApi
{
    public static IServiceCollection AddSalesProcessApi(this IServiceCollection services)
    {
        services.AddSingleton<Cursors>();
        services.AddSingleton<IdempotencyKeys>();
        services.AddSingleton<FormTexts>();
        services.AddSingleton<TaskViews>();
        services.AddSingleton<TaskReads>();
        services.AddOptions<BoxOptions>().BindConfiguration("Boxes").ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<InstanceReads>();
        services.AddSingleton<JournalReads>();
        services.AddSingleton<AuditReads>();
        services.AddSingleton<CommentReads>();
        services.AddSingleton<AttachmentReads>();
        services.AddSingleton<Uploads>();
        services.AddSingleton<WatcherReads>();
        services.AddSingleton<EvidenceBundle>();
        services.AddSingleton<DefinitionReads>();
        services.AddSingleton<BatchRun>();
        services.AddSingleton<FilterReads>();
        services.AddSingleton<CompanyRecord>();
        services.AddTaskStream().AddElsaUserTasks().AddExternalTasks();
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            o.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Shared);
        });

        // What is encrypted in the database is lost without these keys, so they lie beside it.
        services.Configure<DataProtectionOptions>(o => o.ApplicationDiscriminator = "SalesProcess");
        services.AddOptions<KeyManagementOptions>().Configure<DataFolder, ILoggerFactory>((o, data, log) =>
            o.XmlRepository = new FileSystemXmlRepository(Directory.CreateDirectory(Path.Combine(data.Path, "keys")), log));
        return services;
    }

    public static void MapSalesProcessApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").AddEndpointFilter<Entry>();
        api.MapInstances();
        api.MapTasks();
        api.MapTaskBatches();
        api.MapFilters();
        api.MapTaskStream();
        api.MapTaskDue();
        api.MapEvents();
        api.MapAudit();
        api.MapDefinitions();
        api.MapDocuments();
        api.MapApiKeys();
        api.MapMails();
        routes.MapExternalTasks(api);
        routes.MapElsaUserTasks();
        api.MapDelegations();
    }
}

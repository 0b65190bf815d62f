using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SalesProcess.Engine.Activities;
using SalesProcess.Runtime.Absences;
using SalesProcess.Runtime.Attachments;
using SalesProcess.Runtime.Background;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Effects;
using SalesProcess.Runtime.ExternalTasks;
using SalesProcess.Runtime.Filters;
using SalesProcess.Runtime.Http;
using SalesProcess.Runtime.Mail;
using SalesProcess.Runtime.Replay;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;

namespace SalesProcess.Runtime;

public static class RuntimeServices
{
    /// <summary>Storage, runner, doors, effect handlers and pumps, from the configuration's sections.</summary>
    public static IServiceCollection AddSalesProcessRuntime(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection("Storage")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<WorkflowsOptions>().Bind(configuration.GetSection("Workflows"));
        services.AddOptions<HttpOptions>().Bind(configuration.GetSection("Http")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<AttachmentOptions>().Bind(configuration.GetSection("Attachments")).ValidateDataAnnotations().ValidateOnStart();
        services.AddPooledDbContextFactory<SalesProcessContext>((provider, options) =>
            options.UseSqlite(provider.GetRequiredService<IOptions<StorageOptions>>().Value.ConnectionString)
                .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking));
        services.TryAddSingleton(TimeProvider.System);
        services.AddDataProtection();

        services.AddSingleton(new ActivityCatalog(typeof(UserTask).Assembly));
        services.AddSingleton<Database>();
        services.AddSingleton<CommitQueue>();
        services.AddSingleton<CompanyRules>();
        services.AddSingleton<DefinitionService>();
        services.AddSingleton<InstanceLocks>();
        services.AddSingleton<EffectDispatcher>();
        services.AddSingleton<InstanceRunner>();
        services.AddSingleton<JointSteps>();
        services.AddSingleton<FilterService>();
        services.AddTransient<InstanceReplay>();
        services.AddSingleton<WorkflowService>();
        services.AddSingleton<TaskService>();
        services.AddSingleton<DraftService>();
        services.AddSingleton<AbsenceService>();
        services.AddSingleton<WatchService>();
        services.AddSingleton<AttachmentFiles>();
        services.AddSingleton<AttachmentService>();
        services.AddSingleton<IdempotencyStore>();
        services.AddSingleton<ExternalTaskService>();
        services.AddSingleton<WorkflowFolderImport>();

        services.AddSingleton<HttpSender>();
        services.AddSingleton<HttpRequests>();
        services.AddSingleton<Requesters>();
        services.AddSingleton<EndpointService>();

        services.AddSingleton<IEffectHandler, StartChildHandler>();
        services.AddSingleton<IEffectHandler, StartByTriggerHandler>();
        services.AddSingleton<IEffectHandler, AnswerParentHandler>();
        services.AddSingleton<IEffectHandler, ResumeBookmarkHandler>();
        services.AddSingleton<IEffectHandler, CancelInstanceHandler>();
        services.AddSingleton<IEffectHandler, PublishEventHandler>();
        services.AddSingleton<IEffectHandler, RequestTaskHandler>();
        services.AddSingleton<IEffectHandler, NotifyHandler>();
        services.AddSingleton<IEffectHandler, FindDuplicatesHandler>();
        services.AddSingleton<IEffectHandler, SendDocumentHandler>();
        services.AddSingleton<IEffectHandler, SendHttpHandler>();

        // In this order: the schema, the writer, what is searched, the boxes, the definitions; only then whatever needs them.
        services.AddHostedService<StorageStart>();
        services.AddHostedService(provider => provider.GetRequiredService<CommitQueue>());
        services.AddHostedService<SearchStart>();
        services.AddHostedService<BoxesStart>();
        services.AddHostedService<DefinitionsStart>();
        services.AddHostedService<AttachmentSweep>();
        services.AddHostedService(provider => provider.GetRequiredService<HttpRequests>());
        services.AddHostedService<OutboxPump>();
        services.AddHostedService<TimerPump>();
        services.AddHostedService<AbsencePump>();
        services.AddHostedService<TaskClockPump>();
        services.AddMail(configuration.GetSection("Mail"));
        return services;
    }
}

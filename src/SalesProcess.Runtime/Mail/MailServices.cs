using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Mail;

internal static class MailServices
{
    /// <summary>Mails about tasks, if the section <c>Mail</c> names a server.</summary>
    /// <exception cref="SalesProcess.Tasks.ConfigurationFault">The section is wrong.</exception>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration section)
    {
        if (!MailOptions.IsOn(section))
        {
            return services.AddHostedService<MailOff>();
        }

        return services
            .AddSingleton(MailOptions.Read(section))
            .AddSingleton(provider => MailTemplates.Read(provider.GetRequiredService<CompanyRules>().Folder))
            .AddSingleton<MailComposer>()
            .AddHostedService<MailFeed>()
            .AddHostedService<MailPump>();
    }

    /// <summary>Without mail: what happens now is not told when it is switched on again.</summary>
    private sealed class MailOff(CommitQueue queue) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => queue.RunAsync(MailRows.Forget, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

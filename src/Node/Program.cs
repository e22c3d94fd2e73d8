using Entraide.Node.Accounts;
using Entraide.Node.Assistance;
using Entraide.Node.Guide;
using Entraide.Node.Identification;
using Entraide.Node.Impact;
using Entraide.Node.Training;
using Entraide.Node.Platform;

// The whole node: the floor, then each module in the order of the menu.
return await CommandLine.Run(args, [PlatformModule.Module, AccountsModule.Module, GuideModule.Module, IdentificationModule.Module, AssistanceModule.Module, TrainingModule.Module, ImpactModule.Module]);
